package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.Test;

/** The options of the command line, and --test-send. */
final class CommandLineTest extends CommandLineSetup {

    @Test
    void helpNamesWhatCanBeAsked() {
        assertThat(statusOf("--help")).isZero();
        assertThat(String.join(" ", program.output()))
                .contains("--check", "--test-send=DBID|NAME", "--help", "--version", "receive", "send");
        assertThat(program.errors()).isEmpty();
    }

    @Test
    void everyOptionThatTheDocsNameIsOne() throws IOException {
        assertThat(statusOf("--help")).isZero();
        String known = String.join(" ", program.output())
                + helpOf("receive")
                + helpOf("send")
                + Files.readString(Path.of("src/dist/bin/campaign-group-status"));
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

    private String helpOf(String command) {
        try (RunningProgram beside = RunningProgram.beside(program)) {
            assertThat(beside.asked(command, "--help").launch().exitStatus()).isZero();
            return String.join(" ", beside.output());
        }
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
    void aTestAboutAnUnknownNameIsRejectedInOneLine() {
        program.sendingTo(receiver.uri("/"));
        assertThat(statusOf("--test-send", "Nobody@Night")).isEqualTo(1);
        assertThat(program.output())
                .containsExactly("unknown campaign group Nobody@Night: expected the DBID or the name of one in the"
                        + " configuration");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void aTestIsSentForACampaignGroupByItsName() {
        program.configuredBy(Configured.campaignGroups()
                        .with(1)
                        .json()
                        .replaceFirst("\"name\": *\"[^\"]*\"", "\"name\": \"2\""))
                .sendingTo(receiver.uri("/"));
        assertThat(statusOf("--test-send", "2")).isZero();
        assertThat(receiver.requests()).hasSize(1);
        assertThat(receiver.requests().get(0).headers()).containsEntry("ce-subject", "1");
    }

    @Test
    void twoJobsAtOnceAreRejected() {
        assertThat(statusOf("--check", "--test-send", "1")).isEqualTo(2);
        assertThat(program.errors()).hasSize(1);
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
}
