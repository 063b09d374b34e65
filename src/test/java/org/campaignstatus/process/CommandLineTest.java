package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program does beside running, asked for by its command line. */
@Tag("process")
final class CommandLineTest {

    private final Receiver receiver = Receiver.start();

    @TempDir
    private Path folder;

    private RunningProgram program;

    @BeforeEach
    void everythingIsAsShipped() {
        program = RunningProgram.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).with(2).json());
    }

    @AfterEach
    void end() {
        program.close();
        receiver.close();
    }

    @Test
    void helpNamesWhatCanBeAsked() {
        assertThat(statusOf("--help")).isZero();
        assertThat(String.join(" ", program.output())).contains("--check", "--test-send=DBID", "--help", "--version");
        assertThat(program.errors()).isEmpty();
    }

    @Test
    void everyOptionThatTheDocsNameIsOne() throws IOException {
        assertThat(statusOf("--help")).isZero();
        String known =
                String.join(" ", program.output()) + Files.readString(Path.of("src/dist/bin/campaign-group-status"));
        Set<String> named = new TreeSet<>();
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            for (Path page : Stream.concat(docs, Stream.of(Path.of("README.md")))
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList()) {
                Pattern.compile("(?:`|campaign-group-status(?:[.]jar)? )(--[a-z-]+)")
                        .matcher(Files.readString(page))
                        .results()
                        .forEach(option -> named.add(option.group(1)));
            }
        }
        assertThat(named).contains("--check", "--test-send", "--archive").allMatch(known::contains);
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(statusOf("--version")).isZero();
        assertThat(program.output()).singleElement().asString().matches("campaign-group-status \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void anUnknownOptionIsRejectedInOneLine() {
        assertThat(statusOf("--chek")).isEqualTo(2);
        assertThat(program.errors()).singleElement().asString().contains("'--chek'", "expected", "--check");
        assertThat(program.output()).isEmpty();
    }

    @Test
    void aDbidThatIsNoNumberIsRejectedInOneLine() {
        assertThat(statusOf("--test-send", "Campaign1")).isEqualTo(2);
        assertThat(program.errors()).singleElement().asString().contains("'Campaign1'", "--test-send DBID");
    }

    @Test
    void twoJobsAtOnceAreRejected() {
        assertThat(statusOf("--check", "--test-send", "1")).isEqualTo(2);
        assertThat(program.errors()).hasSize(1);
    }

    @Test
    void nothingIsWrongWithWhatIsShippedAndNothingIsTouched() throws IOException {
        List<String> before = files();
        program.sendingTo(receiver.uri("/"))
                .with("lifecycle.jms.enabled", "true")
                .with("statistics.jms.enabled", "true")
                .with("jms.broker-url", "tcp://127.0.0.1:" + receiver.port());
        assertThat(statusOf("--check")).isZero();
        assertThat(program.output()).containsExactly("Nothing is wrong");
        assertThat(program.errors()).isEmpty();
        assertThat(files()).isEqualTo(before);
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void everyUnusableSettingIsNamedWithItsLine() {
        program.settings(Map.of("http-response-timeout", "0", "lifecycle.jms.que", "x", "statistics.max-age", "never"))
                .with("statistics.jms.topi", "x");
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .hasSize(4)
                .anyMatch(line -> line.matches(
                        "application.properties, line \\d+: http-response-timeout is '0', allowed is 1 to 600 seconds"))
                .anyMatch(line -> line.matches(
                        "application.properties, line \\d+: unknown key lifecycle.jms.que, did you mean .*"))
                .anyMatch(line ->
                        line.matches("application.properties, line \\d+: statistics.max-age is 'never', allowed is .*"))
                .anyMatch(line -> line.matches("-Dstatistics.jms.topi: unknown key statistics.jms.topi, did you .*"));
    }

    @Test
    void withWrongSettingsConfigurationAndRoutesAreLookedAtAllTheSame() throws IOException {
        program.settings(Map.of(
                        "lifecycle.jms.enabled", "true",
                        "lifecycle.jms.consumers", "many",
                        "lifecycle.file.directory", "",
                        "camel.management.port", "ninety",
                        "tls.trust-store", "configuration.json"))
                .without("camel.management.port")
                .configuredBy("{\"campaignGroups\": [{\"dbid\": 1}]}");
        edit("lifecycle-jms.xml", "{{lifecycle.jms.consumers}}", "{{lifecycle.jms.consumers}}&amp;colour=red");
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .anyMatch(
                        line -> line.matches("application.properties, line \\d+: lifecycle.jms.consumers is 'many'.*"))
                .anyMatch(line -> line.matches("application.properties, line \\d+: lifecycle.file.directory is ''.*"))
                .anyMatch(line -> line.startsWith("application.properties: camel.management.port is 'ninety'"))
                .anyMatch(line -> line.startsWith("application.properties: tls.trust-store: configuration.json cannot"))
                .anyMatch(line -> line.contains("configuration.json: campaignGroups[0] (dbid 1): uuid is missing"))
                .anyMatch(line -> line.matches("routes/lifecycle-jms.xml, line \\d+: .* no such option: colour.*"))
                .hasSize(6);
        assertThat(program.errors()).isEmpty();
    }

    @Test
    void whatCannotBeLookedAtForAWrongSettingIsSaidAndNotGuessed() {
        program.settings(Map.of("http-authentication", "basci", "tls.trust-store-password", "file:nowhere"))
                .sendingTo(receiver.uri("/"))
                .with("lifecycle.jms.consumers", "many");
        String because = " not looked at, because of what is wrong with ";
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .contains(
                        "whether the options of every campaign group go together was" + because + "http-authentication",
                        "the stores for TLS were" + because + "tls.trust-store-password")
                .anyMatch(line -> line.contains("http-authentication is 'basci'"))
                .anyMatch(line -> line.contains("tls.trust-store-password: "))
                .anyMatch(
                        line -> line.startsWith("system property or environment variable: lifecycle.jms.consumers is"))
                .hasSize(5);
    }

    @Test
    void settingsThatCannotBeReadAreTheOnlyProblem() {
        program.write("application.properties", "lifecycle.jms.queue = \\u00zz");
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .containsExactly(
                        "application.properties: Malformed \\uxxxx encoding.",
                        "configuration and routes were not looked at, because of what is wrong with the settings");
    }

    @Test
    void aClassThatIsMissingKeepsRoutesFromBeingLookedAt() throws IOException {
        program.settings(Map.of("camel.beans.connectionFactory", "#class:com.example.Missing"));
        edit("periodic.xml", "</route>", "</rout>");
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .hasSize(2)
                .anyMatch(
                        line -> line.matches(
                                "application.properties, line \\d+: camel.beans.connectionFactory: the class com.example.Missing is missing.*"))
                .contains("the routes were not looked at, because of what is wrong with the settings");
    }

    @Test
    void everythingThatIsWrongWithConfigurationAndRoutesIsNamed() throws IOException {
        program.configuredBy("""
                {"campaignGroups": [{"dbid": 1}, {"dbid": "two"},
                  {"dbid": 3, "uuid": "u", "name": "n", "group": "g", "campaign": "c",
                   "options": {"http-response-timeout": "0"}}]}""");
        edit("notify.xml", "ref=\"notifications\"", "ref=\"notification\"");
        edit("statistics-file.xml", "sortBy=file:name", "sortBy=file:name&amp;colour=red");
        edit("lifecycle.xml", "id=\"if-new\"", "id=\"if-new\" colour=\"red\"");
        edit("periodic.xml", "</route>", "</rout>");
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .anyMatch(line -> line.contains("configuration.json: campaignGroups[0] (dbid 1): uuid is missing"))
                .anyMatch(line -> line.contains("configuration.json: campaignGroups[1] (dbid \"two\")"))
                .anyMatch(line -> line.contains("campaignGroups[2] (dbid 3)") && line.contains("http-response-timeout"))
                .anyMatch(
                        line -> line.matches("routes/notify.xml, line \\d+: there is no bean notification, did you mean"
                                + " notifications\\?"))
                .anyMatch(line -> line.matches(
                        "routes/statistics-file.xml, line \\d+: file:inbox/statistics has no such option: colour.*"))
                .anyMatch(line -> line.startsWith("routes/lifecycle.xml, line ") && line.contains("colour"))
                .anyMatch(line -> line.startsWith("routes/periodic.xml, line "))
                .hasSize(7);
    }

    @Test
    void aTestIsSentThroughTheRouteAndMarked() throws IOException {
        edit("post.xml", "<marshal", "<setHeader name=\"X-Site\"><constant>north</constant></setHeader><marshal");
        List<String> before = files();
        program.sendingTo(receiver.uri("/states?key=4711"));
        assertThat(statusOf("--test-send", "2")).isZero();
        assertThat(receiver.requests()).hasSize(1);
        Receiver.Request request = receiver.requests().get(0);
        assertThat(request.headers())
                .containsEntry("x-campaign-status-test", "true")
                .containsEntry("ce-type", "org.campaignstatus.campaigngroup.test")
                .containsEntry("ce-subject", "2")
                .containsEntry("x-site", "north")
                .doesNotContainKey("ce-sequence");
        assertThat(request.json().get("GSW_CAMPAIGN_GROUP_DBID").textValue()).isEqualTo("2");
        assertThat(request.json().get("GSW_CAMPAIGN_GROUP_STATUS").intValue()).isEqualTo(-1);
        assertThat(request.json().get("GSW_CAMPAIGN_GROUP_ACTION").intValue()).isZero();
        assertThat(program.output()).hasSize(2);
        assertThat(program.output().get(0))
                .startsWith("POST /states?*** HTTP/1.1 to http://127.0.0.1:")
                .contains("dbid 2");
        assertThat(program.output().get(1)).matches("delivered: answer 200, after \\d+ ms");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aTestThatTheReceiverRejectsHasFailed() {
        receiver.answering(Answer.status(500));
        program.sendingTo(receiver.uri("/"));
        assertThat(statusOf("--test-send", "1")).isEqualTo(1);
        assertThat(program.output().get(1)).matches("not delivered: answer 500, after \\d+ ms");
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void aTestThatNobodyAnswersHasFailed() {
        receiver.answering(Answer.reset());
        program.sendingTo(receiver.uri("/"));
        assertThat(statusOf("--test-send", "1")).isEqualTo(1);
        assertThat(program.output().get(1)).matches("not delivered: connection reset, after \\d+ ms");
    }

    @Test
    void aTestForNobodyOrAboutNobodyIsNotSent() {
        assertThat(statusOf("--test-send", "1")).isEqualTo(1);
        assertThat(program.output()).singleElement().asString().contains("expected send-campaigngroup-states = true");
        program.close();
        program = RunningProgram.in(folder.resolve("other"))
                .configuredBy(Configured.campaignGroups().with(1).json())
                .sendingTo(receiver.uri("/"));
        assertThat(statusOf("--test-send", "3")).isEqualTo(1);
        assertThat(program.output()).singleElement().asString().contains("unknown campaign group 3");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void aTestCanBeSentBesideTheRunningProgram() {
        program.sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .start();
        try (RunningProgram beside = RunningProgram.beside(program)) {
            beside.asked("--test-send", "1").launch();
            assertThat(beside.exitStatus()).isZero();
        }
        program.handInLifecycle("day.json", Configured.event("loaded", 1));
        waiting().until(() -> receiver.requests().size() == 2);
        assertThat(receiver.requests().get(1).headers()).containsEntry("ce-sequence", "0000000000000000001");
    }

    private int statusOf(String... words) {
        return program.asked(words).launch().exitStatus();
    }

    private void edit(String route, String text, String by) throws IOException {
        Path file = folder.resolve("routes").resolve(route);
        assertThat(Files.readString(file)).contains(text);
        Files.writeString(file, Files.readString(file).replace(text, by));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(folder::relativize)
                    .map(Path::toString)
                    .filter(name -> !name.endsWith("out.txt") && !name.endsWith("err.txt"))
                    .sorted()
                    .toList();
        }
    }
}
