package org.campaignstatus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.IngestClient;
import org.junit.jupiter.api.Test;

/** What becomes of accepted requests: in the inboxes and at the receiver. */
final class HttpInputTest extends IngestSetup {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void anObjectAnArrayAndLinesAreAcceptedInTheirOrder() throws IOException {
        int before = done(program.lifecycleInbox()).size();
        assertAccepted(post(EVENTS, event("loaded", 1)), 1);
        assertAccepted(post(EVENTS, "[" + event("started", 2) + "," + event("stopped", 3) + "]"), 2);
        assertAccepted(postLines(EVENTS, event("started", 4) + "\n\n" + event("unloaded", 5) + "\n"), 2);
        assertAccepted(post(EVENTS, "[]"), 0);

        await().until(() -> notified().size() == 5);
        assertThat(actors()).containsExactly(1, 2, 3, 4, 5);
        await().until(() -> program.lifecycleInbox().waiting().isEmpty());
        assertThat(done(program.lifecycleInbox())).hasSize(before + 3);
        assertThat(temporary("lifecycle")).isEmptyDirectory();
    }

    @Test
    void requestsOneAfterTheOtherKeepTheirOrder() {
        IntStream.rangeClosed(1, 30).forEach(actor -> client.post(EVENTS, event("dial-mode-changed", actor)));

        await().until(() -> notified().size() == 30);
        assertThat(actors()).isEqualTo(IntStream.rangeClosed(1, 30).boxed().toList());
    }

    @Test
    void theTimeOfAnEventWithoutOneIsThatOfItsArrival() throws IOException {
        int before = done(program.lifecycleInbox()).size();
        post(EVENTS, "{\"event\":\"loaded\",\"campaignGroup\":" + group + ",\"time\":null}");

        await().until(() -> notified().size() == 1);
        await().until(() -> done(program.lifecycleInbox()).size() == before + 1);
        String last = done(program.lifecycleInbox()).get(before);
        JsonNode kept = JSON.readTree(program.lifecycleInbox().done(last).toFile());
        assertThat(Instant.parse(kept.get("time").asText()).toEpochMilli())
                .isEqualTo(Math.round(notified().get(0).get("GSW_DATE_TIME").asDouble() * 1000));
    }

    @Test
    void statisticsAreInTheNextNotification() {
        int before = done(program.statisticsInbox()).size();
        assertAccepted(post(STATISTICS, statistics("0.5")), 1);
        await().until(() -> done(program.statisticsInbox()).size() == before + 1);
        post(EVENTS, event("started"));

        await().until(() -> notified().size() == 1);
        // a load makes what was known before unknown, but this one was not seen
        post(STATISTICS, statistics("0.75"));
        await().until(() -> done(program.statisticsInbox()).size() == before + 2);
        post(EVENTS, event("stopped"));
        await().until(() -> notified().size() == 2);
        assertThat(notified().get(1).get("GSW_STAT_BUSY_FACTOR").asDouble()).isEqualTo(0.75);
    }

    private String statistics(String busyFactor) {
        return "{\"campaignGroup\":" + group + ",\"values\":{\"busyFactor\":" + busyFactor + "}}";
    }

    @Test
    void theVendorsNotificationBecomesTheEventOfItsAction() throws IOException {
        String states = Files.readString(Path.of("src/test/resources/golden/started/expected.jsonl"))
                .replace("1002", Integer.toString(group))
                .replaceAll("\"GSW_CALLING_LISTS\":\\[.*?]", "\"GSW_CALLING_LISTS\":[]");
        String[] lines = states.split("\n");
        assertAccepted(post(STATES, lines[0]), 1);
        assertAccepted(post(STATES, lines[1].replace("\"GSW_STAT_HIT_RATIO\":null", "\"GSW_STAT_HIT_RATIO\":0.25")), 1);

        await().until(() -> notified().size() == 2);
        JsonNode started = notified().get(1);
        assertThat(started.get("GSW_CAMPAIGN_GROUP_ACTION").asInt()).isEqualTo(9);
        assertThat(started.get("GSW_DATE_TIME").asText()).isEqualTo("1527868861.123");
        assertThat(started.get("GSW_DIAL_MODE").asInt()).isEqualTo(1);
        assertThat(started.get("GSW_OPTIMIZE_GOAL").asInt()).isEqualTo(80);
        assertThat(started.get("GSW_STAT_HIT_RATIO").asDouble()).isEqualTo(0.25);
    }

    @Test
    void aNotificationOfAnotherActionHasOnlyStatistics() {
        int events = done(program.lifecycleInbox()).size();
        int statistics = done(program.statisticsInbox()).size();
        assertAccepted(post(STATES, """
                {"GSW_USER_EVENT":"CampaignGroupState","GSW_CAMPAIGN_GROUP_NAME":"%s","GSW_CAMPAIGN_GROUP_ACTION":0,
                 "GSW_STAT_OVERDIAL_RATE":0.125}""".formatted(Configured.name(group))), 1);
        post(EVENTS, event("started"));

        await().until(() -> notified().size() == 1);
        await().until(() -> done(program.statisticsInbox()).size() == statistics + 1
                && done(program.lifecycleInbox()).size() == events + 1);
    }

    @Test
    void thePageSaysWhereToPost() throws IOException {
        IngestClient page = new IngestClient(Integer.parseInt(program.setting("camel.management.port")));

        JsonNode status = JSON.readTree(
                page.send("GET", "/api/status", null, BodyPublishers.noBody()).body());

        assertThat(status.at("/sending/http").asText()).isEqualTo("127.0.0.1:" + client.port());
    }

    @Test
    void theAnswerWaitsForNoReceiver() {
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answering(Answer.when(gate));

        IntStream.range(0, 5).forEach(i -> assertAccepted(post(EVENTS, event("started")), 1));

        assertThat(notified()).hasSizeLessThanOrEqualTo(1);
        gate.countDown();
        await().until(() -> notified().size() == 5);
        receiver.answering(Answer.status(200));
    }

    @Test
    void aRepeatedRequestWithItsKeyIsNotifiedOnce() {
        String body = "[" + event("loaded") + "," + event("started") + "]";
        assertAccepted(post(EVENTS, body, "Idempotency-Key", "\"day-1\""), 2);
        assertAccepted(post(EVENTS, body, "Idempotency-Key", "\"day-1\""), 2);
        assertAccepted(post(EVENTS, event("stopped"), "Idempotency-Key", "\"day-2\""), 1);

        await().until(() -> notified().size() == 3);
        assertThat(actions()).containsExactly(7, 9, 10);
        assertThat(post(EVENTS, body, "Idempotency-Key", "two words").statusCode())
                .isEqualTo(400);
    }

    @Test
    void requestsOfOneKeyAtTheSameTimeAreNotifiedOnce() {
        String body = "[" + event("loaded") + "," + event("started") + "]";
        IntStream.range(0, 8).parallel().forEach(i -> assertAccepted(post(EVENTS, body, "Idempotency-Key", "same"), 2));
        post(EVENTS, event("stopped"));

        await().until(() -> actions().contains(10));
        assertThat(actions()).containsExactly(7, 9, 10);
    }

    /** The key counts after a restart, too. */
    @Test
    void aRequestThatIsRepeatedAfterARestartIsNotifiedOnce() throws Exception {
        String body = "[" + event("loaded") + "," + event("started") + "]";
        assertAccepted(post(EVENTS, body, "Idempotency-Key", "before"), 2);
        await().until(() -> notified().size() == 2);
        program.close();

        program.start();
        assertAccepted(post(EVENTS, body, "Idempotency-Key", "before"), 2);
        post(EVENTS, event("stopped"));

        await().until(() -> actions().contains(10));
        assertThat(actions()).containsExactly(7, 9, 10);
    }

    /** @return the names of the requests' files that have been worked through */
    private static List<String> done(InboxFolder inbox) {
        return Files.isDirectory(inbox.done("")) ? inbox.named(".done", "http-") : List.of();
    }
}
