package org.campaignstatus.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Distribution;
import org.campaignstatus.harness.Distribution.Ended;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An unpacked distribution, and jars in its {@code ext/} that are fetched by the command that the program names. */
abstract class ExtensionsSetup {

    private static final Pattern COMMAND = Pattern.compile("which (mvn .*) fetches");

    @TempDir
    Path folder;

    final Receiver receiver = Receiver.start();
    private final List<Process> processes = new ArrayList<>();
    Distribution distribution;

    @BeforeEach
    void unpack() throws IOException {
        distribution = Distribution.unpackedIn(folder);
        write("configuration.json", Configured.campaignGroups().with(1).json());
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
        receiver.close();
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
        ProcessBuilder command = new ProcessBuilder(distribution.script().toString());
        command.environment().put("JAVA_OPTS", "-Dcamel.management.port=" + Ports.free());
        command.environment().put("SEND_CAMPAIGNGROUP_STATES", "true");
        command.environment().put("CAMPAIGNGROUP_STATES_URI", receiver.uri("/"));
        command.environment().put("CAMPAIGNGROUP_STATES_INTERVAL", "0");
        Process program = background("log.txt", command);
        await().until(() -> log().contains("started in") || !program.isAlive());
        assertThat(program.isAlive()).as(log()).isTrue();
    }

    Process background(String output, ProcessBuilder command) throws IOException {
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = command.directory(distribution.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(distribution.file(output).toFile())
                .start();
        processes.add(process);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    String log() throws IOException {
        return Files.readString(distribution.file("log.txt"));
    }

    Ended check() {
        return run(java(), "-jar", "campaign-group-status.jar", "--check");
    }

    Ended run(String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(distribution.home().toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return Distribution.run(builder);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    void handIn(String name, String event) throws IOException {
        Path file = write(name, Configured.event(event, 1));
        Files.move(file, distribution.file("inbox/lifecycle").resolve(name));
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(distribution.file(name), text);
    }

    void edit(String name, String old, String replacement) throws IOException {
        String text = Files.readString(distribution.file(name));
        assertThat(text).contains(old);
        write(name, text.replace(old, replacement));
    }
}
