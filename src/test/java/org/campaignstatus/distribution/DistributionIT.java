package org.campaignstatus.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.campaignstatus.harness.Distribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tar.gz, unpacked, and started from another folder by a link. */
@Tag("process")
class DistributionIT extends DistributionSetup {

    /** An artifact, one of the known licences, and its text. */
    private static final Pattern THIRD_PARTY =
            Pattern.compile("(?m)^[|] (\\S+) [|] (?:Apache|BSD|CC0|EPL|MIT)[^|]* [|] \\[[^]]+]\\(([^)]+)\\) [|]$");

    private static final int ENDED_BY_SIGTERM = 143;

    private void unpackInto(String name) throws IOException {
        unpackInto(Files.createDirectory(folder.resolve(name)));
        Files.createSymbolicLink(folder.resolve("status"), distribution.script());
    }

    @Test
    void itStartsFromAnywherePostsAnEventAndEndsAtSigterm() throws Exception {
        unpackInto("un packed");
        start("");
        handIn("1.json", "loaded");
        await().until(() -> receiver.requests().size() == 1);
        assertThat(receiver.requests()
                        .get(0)
                        .json()
                        .path("GSW_CAMPAIGN_GROUP_DBID")
                        .asText())
                .isEqualTo("1");
        assertThat(distribution.file("data/campaign-group-status.db")).exists();
        assertThat(program.toHandle().children())
                .as("the script is the virtual machine now")
                .isEmpty();

        program.destroy();
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
        await().until(() -> log().contains("Apache Camel") && log().contains("shutdown in"));
    }

    /** Java 17 takes no class of the program from an archive if there is a space in its path. */
    @Test
    void aClassArchiveIsMadeOnceAndUsedByEachStart() throws Exception {
        unpackInto("unpacked");
        Distribution.Ended made = Distribution.run(command("--archive"));
        assertThat(made.status()).as(made.output()).isZero();
        assertThat(made.output())
                .startsWith("Made " + distribution.file("cache"))
                .hasLineCount(1);

        Path classes = folder.resolve("classes.txt");
        start("-Xlog:class+load:file=" + classes);
        handIn("1.json", "loaded");
        await().until(() -> receiver.requests().size() == 1);
        assertThat(archived(classes))
                .contains("org.campaignstatus.CampaignGroupStatus", "org.campaignstatus.lane.Lanes");
    }

    @Test
    void aDamagedArchiveDoesNoHarm() throws Exception {
        unpackInto("unpacked");
        String version = System.getProperty("java.version");
        Path cache = Files.createDirectory(distribution.file("cache"));
        for (String ending : List.of(".jsa", ".aot")) {
            Files.writeString(cache.resolve("java-" + version + ending), "no archive");
        }
        start("");
        handIn("1.json", "loaded");
        await().until(() -> receiver.requests().size() == 1);
        assertThat(log().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("Apache Camel"));
    }

    @Test
    void itHoldsWhatAMachineNeedsBesideJava() throws IOException {
        unpackInto("unpacked");
        assertThat(Stream.of(
                        "README.md",
                        "LICENSE",
                        "CHANGELOG.md",
                        "CONTRIBUTING.md",
                        "SECURITY.md",
                        "Dockerfile",
                        "application.properties",
                        "log4j2.properties",
                        "bom.json",
                        "docs/security.md",
                        "kubernetes/one-node.yaml",
                        "kubernetes/several-nodes.yaml",
                        "lib",
                        "routes/post.xml",
                        "samples/configuration.json",
                        "schemas/asyncapi.yaml",
                        "systemd/campaign-group-status.service"))
                .allSatisfy(name -> assertThat(distribution.file(name)).exists());
        assertThat(distribution.script()).isExecutable();
    }

    @Test
    void itHoldsTheLicenceOfEachJarAndOfNoOther() throws IOException {
        unpackInto("unpacked");
        Path list = distribution.file("licenses/THIRD-PARTY.md");
        Map<String, Path> texts = new TreeMap<>();
        Matcher rows = THIRD_PARTY.matcher(Files.readString(list));
        while (rows.find()) {
            texts.put(rows.group(1), list.resolveSibling(rows.group(2)));
        }
        assertThat(texts.values()).allSatisfy(text -> assertThat(text).isNotEmptyFile());
        try (Stream<Path> jars = Files.list(distribution.file("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(texts.keySet());
        }
        assertThat(distribution.file("NOTICE")).exists();
    }

    /** @return the names of the classes that came from the archive */
    private static List<String> archived(Path classes) throws IOException {
        try (Stream<String> lines = Files.lines(classes)) {
            return lines.filter(line -> line.contains("source: shared objects file"))
                    .map(line -> line.replaceFirst(".*\\] ", "").replaceFirst(" source:.*", ""))
                    .toList();
        }
    }

    private ProcessBuilder command(String... arguments) {
        ProcessBuilder command = new ProcessBuilder(link()).directory(folder.toFile());
        command.command().addAll(List.of(arguments));
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return command;
    }

    private void start(String options) throws IOException {
        start(link(), options);
    }

    private String link() {
        return folder.resolve("status").toString();
    }
}
