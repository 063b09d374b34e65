package org.campaignstatus.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Scrape;

/** The tables that the page exports have the numbers that metrics have. */
record ExportedTables(int port) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ATTEMPTED = "campaignstatus_notifications_attempted_total";

    /** The words for what the receivers of the test do, and their class. */
    private static final Map<String, String> CLASSES = Map.of(
            "answer 503", "answer_5xx", "connection refused", "unreachable", "no whole answer in time", "timeout");

    static ExportedTables of(Program program) {
        return new ExportedTables(Integer.parseInt(program.setting("camel.management.port")));
    }

    /** To be called when no more are sent. */
    void agreeOnNotifications() {
        agreeOnMetrics(ATTEMPTED, "kind", "outcome");
        agreeOnMetrics("campaignstatus_events_accepted_total", "source");
        Scrape scrape = Scrape.of(port);
        List<JsonNode> receivers = table("receivers.json?range=24h");
        assertThat(sum(receivers, "delivered", row -> true)).isEqualTo(scrape.sum(ATTEMPTED, "outcome", "delivered"));
        assertThat(sum(receivers, "failed", row -> true))
                .isEqualTo(scrape.sum(ATTEMPTED) - scrape.sum(ATTEMPTED, "outcome", "delivered"));
        List<JsonNode> failures = table("failures.json");
        assertThat(failures).hasSize(CLASSES.size());
        CLASSES.forEach((words, outcome) -> assertThat(
                        sum(failures, "count", row -> row.get("reason").asText().equals(words)))
                .as(words)
                .isEqualTo(scrape.sum(ATTEMPTED, "outcome", outcome)));
    }

    /** @param files how many are quarantined */
    void agreeOnQuarantine(int files, int messages) {
        agreeOnMetrics("campaignstatus_input_rejected_total", "source", "reason");
        await().untilAsserted(() -> {
            List<JsonNode> rows = table("quarantine.json");
            assertThat(sum(rows, "count", row -> row.get("of").asText().equals("files")))
                    .isEqualTo(files);
            assertThat(sum(rows, "count", row -> row.get("of").asText().equals("messages")))
                    .isEqualTo(messages);
        });
    }

    void agreeOnCampaignGroups() {
        Scrape scrape = Scrape.of(port);
        List<JsonNode> groups = table("groups.json");
        assertThat(groups).hasSize((int) scrape.sum("campaignstatus_configured_campaign_groups"));
        for (String status : List.of("Running", "Active", "Inactive")) {
            assertThat(groups.stream().filter(row -> row.get("status").asText().equals(status)))
                    .as(status)
                    .hasSize((int) scrape.sum(
                            "campaignstatus_active_campaign_groups", "status", status.toLowerCase(Locale.ROOT)));
        }
        agreeOnMetrics("campaignstatus_active_campaign_groups", "status");
    }

    private void agreeOnMetrics(String metric, String... labels) {
        List<Scrape.Series> series = Scrape.of(port).named(metric);
        List<JsonNode> rows = new ArrayList<>(table("metrics.json"));
        rows.removeIf(row -> !row.get("metric").asText().equals(metric));
        assertThat(rows.stream()
                        .collect(Collectors.toMap(
                                row -> List.of(labels).stream()
                                        .map(label -> row.get(label).asText())
                                        .toList(),
                                row -> row.get("value").asDouble())))
                .isNotEmpty()
                .isEqualTo(series.stream()
                        .collect(Collectors.toMap(
                                one -> List.of(labels).stream()
                                        .map(one.labels()::get)
                                        .toList(),
                                Scrape.Series::value)));
    }

    private static double sum(List<JsonNode> rows, String column, Predicate<JsonNode> ofRow) {
        return rows.stream()
                .filter(ofRow)
                .mapToLong(row -> row.get(column).asLong())
                .sum();
    }

    private List<JsonNode> table(String address) {
        try (InputStream in = URI.create("http://127.0.0.1:" + port + "/api/" + address)
                .toURL()
                .openStream()) {
            return StreamSupport.stream(JSON.readTree(in).spliterator(), false).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
