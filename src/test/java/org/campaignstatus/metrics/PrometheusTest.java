package org.campaignstatus.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.PrometheusServer;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Prometheus of its own scrapes the running program, and is asked what the dashboard asks. */
@Tag("tools")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PrometheusTest {

    private static final int GOOD = 1;
    private static final int FAILING = 2;

    private Receiver receiver;
    private Receiver failing;
    private Program program;
    private PrometheusServer prometheus;
    private int events;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        receiver = Receiver.start();
        failing = Receiver.start().answering(Answer.status(500));
        program = Program.in(Files.createDirectory(folder.resolve("program")))
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "1")
                .configuredBy(Configured.campaignGroups()
                        .with(GOOD)
                        .with(FAILING, "campaigngroup-states-uri", failing.uri("/states"))
                        .json())
                .start();
        prometheus = PrometheusServer.scraping(program, folder, Path.of("docs/alerts.yml"));
    }

    @AfterAll
    void stop() {
        prometheus.close();
        program.close();
        receiver.close();
        failing.close();
    }

    static Stream<Query> queries() throws IOException {
        return Query.ofDashboard().stream();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyPanelHasSomethingToShow(Query query) {
        String text = query.text().replace("$__rate_interval", "5s").replace("$instance", ".*");
        await().until(() -> {
            // something of each kind goes on while it looks
            String name = "events-" + events++;
            program.handInLifecycle(
                    name + ".jsonl",
                    Configured.event("started", GOOD) + "\n" + Configured.event("started", FAILING) + "\nnot JSON\n");
            program.lifecycleInbox().awaitTaken(name + ".jsonl");
            return prometheus.ask(text).findValues("value").stream()
                    .anyMatch(value -> !value.path(1).asText().equals("NaN"));
        });
    }

    /** In the text format the name of this family ends with _total. */
    @Test
    void itScrapesInTheFormatOpenMetrics() {
        await().until(() -> prometheus
                .family("campaignstatus_events_duplicate")
                .path("type")
                .asText()
                .equals("counter"));
    }

    @Test
    void theMetricsPassTheLinter() {
        Tool linter = Tool.run(program.metrics().text(), "promtool", "check", "metrics");
        assertThat(linter.output()).isEmpty();
        assertThat(linter.status()).isZero();
    }

    @Test
    void theAlertRulesAreRules() {
        Tool checker = Tool.run("", "promtool", "check", "rules", "docs/alerts.yml");
        assertThat(checker.output()).contains("SUCCESS: 16 rules found");
        assertThat(checker.status()).isZero();
    }

    @Test
    void eachAlertRuleFiresWhenItShould(@TempDir Path folder) throws Exception {
        String test = Files.readString(Path.of("src/test/resources/metrics/alerts-test.yml"));
        Path rules = Path.of("docs/alerts.yml").toAbsolutePath();
        Path file = Files.writeString(folder.resolve("test.yml"), test.replace("RULES", rules.toString()));

        Tool tester = Tool.run("", "promtool", "test", "rules", file.toString());

        assertThat(tester.output()).contains("SUCCESS");
        assertThat(tester.status()).as(tester.output()).isZero();
        assertThat(Query.ofAlerts()).hasSize(16).allMatch(alert -> test.contains("\"" + alert.place() + "\""));
    }
}
