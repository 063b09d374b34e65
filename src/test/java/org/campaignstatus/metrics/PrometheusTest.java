package org.campaignstatus.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.ManagementClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Scrape;
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

    private final HttpClient client = ManagementClient.create();
    private final int port = Ports.free();
    private Receiver receiver;
    private Receiver failing;
    private Program program;
    private Process prometheus;
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
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                rule_files:
                  - %s
                scrape_configs:
                  - job_name: campaign-group-status
                    metrics_path: /observe/metrics
                    static_configs:
                      - targets: ["127.0.0.1:%s"]
                """.formatted(
                        Path.of("docs/alerts.yml").toAbsolutePath(), program.setting("camel.management.port")));
        prometheus = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.txt").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(prometheus::destroyForcibly));
        await().until(() -> !ask("up == 1").isEmpty());
    }

    @AfterAll
    void stop() throws Exception {
        prometheus.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
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
            return ask(text).findValues("value").stream()
                    .anyMatch(value -> !value.path(1).asText().equals("NaN"));
        });
    }

    @Test
    void theMetricsPassTheLinter() {
        Tool linter = Tool.run(
                Scrape.of(Integer.parseInt(program.setting("camel.management.port")))
                        .text(),
                "promtool",
                "check",
                "metrics");
        assertThat(linter.output()).isEmpty();
        assertThat(linter.status()).isZero();
    }

    @Test
    void theAlertRulesAreRules() {
        Tool checker = Tool.run("", "promtool", "check", "rules", "docs/alerts.yml");
        assertThat(checker.output()).contains("SUCCESS: 15 rules found");
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
        assertThat(Query.ofAlerts()).hasSize(15).allMatch(alert -> test.contains("\"" + alert.place() + "\""));
    }

    /** @return the result of a query; empty if there is none, or nobody who answers yet */
    private JsonNode ask(String query) throws Exception {
        URI uri = URI.create(
                "http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode page = answer.statusCode() == 503
                    ? new ObjectMapper().createObjectNode().put("status", "success")
                    : new ObjectMapper().readTree(answer.body());
            assertThat(page.path("status").asText()).as(page.toString()).isEqualTo("success");
            return page.path("data").path("result");
        } catch (ConnectException e) {
            return new ObjectMapper().createArrayNode();
        }
    }
}
