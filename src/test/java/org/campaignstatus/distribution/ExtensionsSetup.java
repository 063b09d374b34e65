package org.campaignstatus.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.campaignstatus.harness.Distribution;
import org.campaignstatus.harness.Distribution.Ended;
import org.junit.jupiter.api.BeforeEach;

/** An unpacked distribution, and jars in its {@code ext/} that are fetched by the command that the program names. */
abstract class ExtensionsSetup extends DistributionSetup {

    private static final Pattern COMMAND = Pattern.compile("which (mvn .*) fetches");

    /** For processes that live for seconds. */
    static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    @BeforeEach
    final void unpack() throws IOException {
        unpackInto(folder);
    }

    /** @param options behind the command that the program names */
    void assertMissingAndFetch(String problem, String artifact, String... options) throws IOException {
        Ended before = check();
        assertThat(before.status()).isEqualTo(1);
        assertThat(before.output()).contains(problem, "expected " + artifact + " in ext/");
        Matcher command = COMMAND.matcher(before.output());
        assertThat(command.find()).isTrue();
        fetch(Stream.concat(Stream.of(command.group(1).split(" ")), Stream.of(options))
                .toArray(String[]::new));
        assertThat(check().output()).isEqualTo("Nothing is wrong\n");
    }

    void fetch(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(1, List.of("-B", "-ntp", "-q"));
        Ended fetched = run(words.toArray(String[]::new));
        assertThat(fetched.status()).as(fetched.output()).isZero();
    }

    void start() throws IOException {
        start(List.of());
    }

    /** @param options of the virtual machine */
    void start(List<String> options) throws IOException {
        start(distribution.script().toString(), String.join(" ", options));
    }

    Ended check() {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(SHORT_LIVED);
        command.addAll(List.of("-jar", "campaign-group-status.jar", "--check"));
        return run(command.toArray(String[]::new));
    }

    Ended run(String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(distribution.home().toFile());
        return Distribution.run(shortLived(builder));
    }

    /** @return a command of Maven's, or another one that finds Java by itself, prepared to take little time */
    static ProcessBuilder shortLived(ProcessBuilder command) {
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().merge("MAVEN_OPTS", String.join(" ", SHORT_LIVED), (own, more) -> own + " " + more);
        return command;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    void edit(String name, String old, String replacement) throws IOException {
        String text = Files.readString(distribution.file(name));
        assertThat(text).contains(old);
        write(name, text.replace(old, replacement));
    }
}
