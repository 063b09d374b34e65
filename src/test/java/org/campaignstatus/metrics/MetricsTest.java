package org.campaignstatus.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Scrape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted is what happened: the receivers have counted, too. */
final class MetricsTest {

    private static final int GOOD = 1;
    private static final int FAILING = 2;
    private static final int SILENT = 3;
    private static final int REFUSING = 4;
    private static final int PERIODIC = 5;

    private static final String ATTEMPTED = "campaignstatus_notifications_attempted_total";

    private final Receiver receiver = Receiver.start();
    private final Receiver failing = Receiver.start().answering(Answer.status(503));
    private final Receiver silent = Receiver.start().answering(Answer.silence());

    @TempDir
    private Path folder;

    private Program program;

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
        failing.close();
        silent.close();
    }

    @Test
    void attemptsAreCountedAsTheReceiversCountedThem() throws Exception {
        start();
        for (int group : List.of(GOOD, FAILING, SILENT, REFUSING, PERIODIC)) {
            program.handInLifecycle(
                    group + ".jsonl",
                    Configured.event("loaded", group) + "\n" + Configured.event("started", group) + "\n"
                            + Configured.event("dial-mode-changed", group));
        }
        await().until(() -> ofKind(receiver, "periodic") > 2);
        program.handInLifecycle(
                "end.jsonl", Configured.event("stopped", PERIODIC) + "\n" + Configured.event("unloaded", PERIODIC));

        await().until(() -> ofKind(receiver, "unloaded") == 1
                && scrape().sum(ATTEMPTED, "outcome", "timeout") == 3
                && scrape().sum(ATTEMPTED, "outcome", "unreachable") == 3
                && scrape().sum(ATTEMPTED, "outcome", "answer_5xx") == 3);
        await().untilAsserted(() -> {
            Scrape scrape = scrape();
            assertThat(receiver.requests()).hasSize((int) scrape.sum(ATTEMPTED, "outcome", "delivered"));
            for (String kind : List.of("loaded", "started", "dial-mode-changed", "stopped", "unloaded", "periodic")) {
                assertThat(scrape.sum(ATTEMPTED, "kind", kind, "outcome", "delivered"))
                        .as(kind)
                        .isEqualTo(ofKind(receiver, kind));
                assertThat(scrape.sum(ATTEMPTED, "kind", kind, "outcome", "answer_5xx"))
                        .as(kind)
                        .isEqualTo(ofKind(failing, kind));
                assertThat(scrape.sum(ATTEMPTED, "kind", kind, "outcome", "timeout"))
                        .as(kind)
                        .isEqualTo(ofKind(silent, kind));
                assertThat(scrape.sum("campaignstatus_notification_duration_seconds_count", "kind", kind))
                        .as(kind)
                        .isEqualTo(scrape.sum(ATTEMPTED, "kind", kind));
            }
            assertThat(scrape.sum("campaignstatus_periodic_delay_seconds_count"))
                    .isEqualTo(ofKind(receiver, "periodic"));
        });
        Scrape scrape = scrape();
        assertThat(scrape.sum(ATTEMPTED))
                .isEqualTo(receiver.requests().size()
                        + failing.requests().size()
                        + silent.requests().size()
                        + 3);
        assertThat(scrape.sum("campaignstatus_notification_duration_seconds_sum"))
                .isBetween(3.0, 600.0);
        assertThat(scrape.sum("campaignstatus_events_accepted_total", "source", "file"))
                .isEqualTo(5 * 3 + 2);
        ExportedTables.of(program).agreeOnNotifications();
    }

    @Test
    void eventsAreCountedByTheirWayInAndDuplicatesApart() throws Exception {
        start();
        String event = "{\"id\":\"same\",\"event\":\"loaded\",\"campaignGroup\":" + GOOD + "}";
        program.handInLifecycle("first.json", event);
        program.lifecycleInbox().awaitTaken("first.json");
        program.handInLifecycle("again.json", event);
        try (Broker broker = program.broker()) {
            broker.send(
                    "campaigngroup.lifecycle",
                    Configured.event("started", GOOD),
                    Configured.event("stopped", GOOD),
                    event);
        }

        await().untilAsserted(() -> {
            Scrape scrape = scrape();
            assertThat(scrape.sum("campaignstatus_events_accepted_total", "source", "file"))
                    .isEqualTo(1);
            assertThat(scrape.sum("campaignstatus_events_accepted_total", "source", "jms"))
                    .isEqualTo(2);
            assertThat(scrape.sum("campaignstatus_events_duplicate_total")).isEqualTo(2);
        });
        await().until(() -> receiver.requests().size() == 3);
        assertThat(scrape().sum(ATTEMPTED, "outcome", "delivered")).isLessThanOrEqualTo(3);
    }

    @Test
    void inputThatIsRejectedIsCountedByTheReason() throws Exception {
        start();
        program.handInLifecycle(
                "bad.jsonl",
                "not JSON\n{\"event\":\"loaded\",\"campaignGroup\":999}\n{\"event\":\"exploded\",\"campaignGroup\":1}\n{}\n"
                        + "{\"x\":\"" + "x".repeat(1024 * 1024) + "\"}\n" + Configured.event("loaded", GOOD));
        program.handInStatistics("bad.json", "{\"campaignGroup\":998,\"values\":{}}");
        try (Broker broker = program.broker()) {
            broker.send("campaigngroup.lifecycle", "not JSON", "{\"event\":\"loaded\",\"campaignGroup\":\"nobody\"}");
        }

        String rejected = "campaignstatus_input_rejected_total";
        await().untilAsserted(() -> {
            Scrape scrape = scrape();
            assertThat(scrape.sum(rejected, "source", "file", "reason", "not_json"))
                    .isEqualTo(1);
            assertThat(scrape.sum(rejected, "source", "file", "reason", "unknown_campaign_group"))
                    .isEqualTo(2);
            assertThat(scrape.sum(rejected, "source", "file", "reason", "invalid_member"))
                    .isEqualTo(2);
            assertThat(scrape.sum(rejected, "source", "file", "reason", "too_long"))
                    .isEqualTo(1);
            assertThat(scrape.sum(rejected, "source", "jms", "reason", "not_json"))
                    .isEqualTo(1);
            assertThat(scrape.sum(rejected, "source", "jms", "reason", "unknown_campaign_group"))
                    .isEqualTo(1);
            assertThat(scrape.sum(rejected)).isEqualTo(8);
        });
        ExportedTables.of(program).agreeOnQuarantine(2, 2);
    }

    @Test
    void campaignGroupsByStateAndTheAgeOfTheirStatisticsAreMeasured() throws Exception {
        start();
        program.handInLifecycle(
                "events.jsonl",
                Configured.event("loaded", GOOD) + "\n" + Configured.event("started", FAILING) + "\n"
                        + Configured.event("loaded", PERIODIC) + "\n" + Configured.event("unloaded", PERIODIC));
        Instant hourAgo = Instant.now().minusSeconds(3600);
        program.handInStatistics(
                "statistics.json",
                "[{\"campaignGroup\":1,\"time\":\"" + hourAgo + "\",\"values\":{\"hitRatio\":0.5}},"
                        + "{\"campaignGroup\":5,\"time\":\"" + hourAgo.minusSeconds(3600)
                        + "\",\"values\":{\"hitRatio\":0.5}}]");

        await().untilAsserted(() -> {
            Scrape scrape = scrape();
            assertThat(scrape.sum("campaignstatus_active_campaign_groups", "status", "active"))
                    .isEqualTo(1);
            assertThat(scrape.sum("campaignstatus_active_campaign_groups", "status", "running"))
                    .isEqualTo(1);
            assertThat(scrape.sum("campaignstatus_active_campaign_groups")).isEqualTo(2);
            assertThat(scrape.sum("campaignstatus_campaign_groups_without_statistics"))
                    .isEqualTo(1);
            assertThat(scrape.sum("campaignstatus_statistics_oldest_age_seconds"))
                    .isBetween(3600.0, 3900.0);
        });
        ExportedTables.of(program).agreeOnCampaignGroups();
        assertThat(scrape().sum("campaignstatus_configured_campaign_groups")).isEqualTo(5);
        assertThat(scrape().sum("campaignstatus_periodic_overdue_seconds")).isBetween(0.0, 60.0);
    }

    @Test
    void aReceiverThatKeepsPeriodicMessagesWaitingShowsInWhatIsSkippedAndWaits() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answering(Answer.when(gate));
        program = program().with("http-connection-pool-size", "1").start();
        program.handInLifecycle(
                "events.jsonl",
                Configured.event("loaded", PERIODIC) + "\n" + Configured.event("loaded", GOOD) + "\n"
                        + Configured.event("started", GOOD));

        await().untilAsserted(() -> {
            Scrape scrape = scrape();
            assertThat(scrape.sum("campaignstatus_periodic_skipped_total")).isGreaterThan(1);
            assertThat(scrape.sum("campaignstatus_turns", "state", "under_way")).isEqualTo(1);
            assertThat(scrape.sum("campaignstatus_turns", "state", "waiting")).isEqualTo(1);
            assertThat(scrape.sum("campaignstatus_saturated_receivers")).isEqualTo(1);
            assertThat(scrape.sum("campaignstatus_pending_events")).isEqualTo(3);
            assertThat(scrape.sum("campaignstatus_connections", "state", "leased"))
                    .isEqualTo(1);
        });
        gate.countDown();
        await().untilAsserted(() -> {
            Scrape scrape = scrape();
            assertThat(scrape.sum("campaignstatus_pending_events")).isZero();
            assertThat(scrape.sum("campaignstatus_saturated_receivers")).isZero();
        });
    }

    @Tag("endurance")
    @Test
    void editsAreCountedAndOneThatIsRejectedShowsAsLongAsItStands() throws Exception {
        start();
        String good = configuration().json();
        program.write("configuration.json", "{");
        await().untilAsserted(() -> {
            Scrape scrape = scrape();
            assertThat(scrape.sum("campaignstatus_configuration_edit_refused")).isEqualTo(1);
            assertThat(scrape.sum("campaignstatus_configuration_reloads_total", "result", "refused"))
                    .isEqualTo(1);
        });
        program.write("configuration.json", good + "\n");
        await().untilAsserted(() -> {
            Scrape scrape = scrape();
            assertThat(scrape.sum("campaignstatus_configuration_edit_refused")).isZero();
            assertThat(scrape.sum("campaignstatus_configuration_reloads_total", "result", "good"))
                    .isEqualTo(1);
        });
    }

    /** A series for each campaign group or receiver would break whoever stores them. */
    @Test
    void theNumberOfSeriesIsBounded() throws Exception {
        start();
        long before = own(scrape());
        program.handInLifecycle(
                "events.jsonl",
                List.of(GOOD, FAILING, SILENT, REFUSING, PERIODIC).stream()
                        .map(group -> Configured.event("started", group))
                        .collect(Collectors.joining("\n")));
        await().until(() -> scrape().sum(ATTEMPTED) >= 5);

        assertThat(own(scrape())).isEqualTo(before).isLessThan(300);
        assertThat(scrape().text()).doesNotContain(Configured.name(GOOD), receiver.uri(""), "camel_");
    }

    private static long own(Scrape scrape) {
        return scrape.series().stream()
                .filter(series -> series.name().startsWith("campaignstatus_"))
                .count();
    }

    private Configured configuration() {
        return Configured.campaignGroups()
                .with(GOOD)
                .with(FAILING, "campaigngroup-states-uri", failing.uri("/states"))
                .with(SILENT, "campaigngroup-states-uri", silent.uri("/states"), "http-response-timeout", "1")
                .with(REFUSING, "campaigngroup-states-uri", "http://127.0.0.1:" + Ports.free() + "/states")
                .with(PERIODIC, "campaigngroup-states-interval", "1");
    }

    private Program program() {
        return Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .configuredBy(configuration().json());
    }

    private void start() throws Exception {
        program = program().start();
    }

    private Scrape scrape() {
        return program.metrics();
    }

    private static long ofKind(Receiver receiver, String kind) {
        Map<String, Long> kinds = receiver.requests().stream()
                .map(request -> request.headers().get("ce-type"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return kinds.getOrDefault("org.campaignstatus.campaigngroup." + kind, 0L);
    }
}
