package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.campaignstatus.delivery.DeliveryAttempt;
import org.campaignstatus.delivery.Outcome;
import org.campaignstatus.delivery.OutcomeClass;
import org.campaignstatus.notification.CloudEvent;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.statistics.CampaignGroupStatistics;
import org.junit.jupiter.api.Test;

/** What is kept for the page is the latest, and bounded. */
class TrafficTest {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    @Test
    void lossesAreCountedByReceiverAndReason() {
        Receivers receivers = new Receivers();
        receivers.failed("http://a/", "answer 503", 5, MINUTE);
        receivers.failed("http://a/", "answer 503", 5, 3 * MINUTE);
        receivers.delivered("http://a/", 5, 4 * MINUTE);
        receivers.failed("http://b/", "connection refused", 5, 7 * MINUTE);

        assertThat(receivers.failures(7 * MINUTE, 10))
                .containsExactly(
                        new Receivers.Failures("http://b/", "connection refused", 1, 1, 7 * MINUTE, 7 * MINUTE, 0),
                        new Receivers.Failures("http://a/", "answer 503", 2, 1, MINUTE, 3 * MINUTE, 4 * MINUTE));
        assertThat(receivers.failures(8 * MINUTE, 1))
                .extracting(Receivers.Failures::receiver)
                .containsExactly("http://b/");
        assertThat(receivers.failures(60 * MINUTE, 10))
                .extracting(Receivers.Failures::recently)
                .containsOnly(0L);
    }

    @Test
    void receiversAndReasonsBeyondABoundAreCountedAsOne() {
        Receivers receivers = new Receivers();
        for (int i = 0; i < Receivers.MAX_RECEIVERS + 100; i++) {
            receivers.failed("http://" + i + "/", "answer 500", 5, MINUTE);
        }
        for (int i = 0; i < Receivers.MAX_REASONS + 7; i++) {
            receivers.failed("http://0/", "answer " + i, 5, MINUTE);
        }

        List<Receivers.Failures> all = receivers.failures(MINUTE, Integer.MAX_VALUE);
        assertThat(all.stream().map(Receivers.Failures::receiver).distinct()).hasSize(Receivers.MAX_RECEIVERS + 1);
        assertThat(count(all, Receivers.OTHERS, "answer 500")).isEqualTo(100);
        assertThat(count(all, "http://0/", Receivers.OTHER_REASONS)).isEqualTo(8);
    }

    private static long count(List<Receivers.Failures> losses, String receiver, String reason) {
        return losses.stream()
                .filter(loss ->
                        loss.receiver().equals(receiver) && loss.reason().equals(reason))
                .mapToLong(Receivers.Failures::count)
                .sum();
    }

    @Test
    void theLastAttemptsAreKeptTheNewestFirst() {
        LastAttempts attempts = new LastAttempts();
        assertThat(before(attempts, Long.MAX_VALUE, 10)).isEmpty();
        IntStream.range(0, 450).forEach(i -> attempts.add(attempt("{}"), 0));

        assertThat(attempts.newest(false)).isEqualTo(450);
        assertThat(numbers(before(attempts, Long.MAX_VALUE, 3))).containsExactly(450L, 449L, 448L);
        assertThat(numbers(before(attempts, 300, 3))).containsExactly(299L, 298L, 297L);
        assertThat(numbers(before(attempts, Long.MAX_VALUE, 1_000)))
                .hasSize(200)
                .endsWith(251L);
        assertThat(before(attempts, 251, 10)).isEmpty();
    }

    @Test
    void ofALongAttemptOnlyTheLengthIsKept() {
        LastAttempts attempts = new LastAttempts();
        attempts.add(attempt("x".repeat(LastAttempts.MAX_JSON_BYTES)), 0);
        attempts.add(attempt("x".repeat(LastAttempts.MAX_JSON_BYTES + 1)), 0);

        assertThat(before(attempts, Long.MAX_VALUE, 2))
                .extracting(numbered -> numbered.attempt().json() == null, LastAttempts.Numbered::length)
                .containsExactly(
                        tuple(true, LastAttempts.MAX_JSON_BYTES + 1), tuple(false, LastAttempts.MAX_JSON_BYTES));
    }

    @Test
    void theLastOfEachCampaignGroupAndTheLastFailuresOfEachReceiverAreKept() {
        AttemptsOfEach ofEach = new AttemptsOfEach(Integer.MAX_VALUE, Long.MAX_VALUE);
        LastAttempts attempts = new LastAttempts(ofEach);
        IntStream.range(0, 30).forEach(i -> attempts.add(attempt("{}", 7, i % 2 == 0), i * SECOND));
        IntStream.range(30, 530).forEach(i -> attempts.add(attempt("{}", 1, true), i * SECOND));

        assertThat(numbers(attempts.before(Long.MAX_VALUE, 100, AttemptFilter.of(7))))
                .hasSize(20)
                .endsWith(11L);
        assertThat(numbers(attempts.before(Long.MAX_VALUE, 100, new AttemptFilter("", "//a/", "", "timeout"))))
                .hasSize(15)
                .endsWith(2L);
        assertThat(attempts.before(Long.MAX_VALUE, 100, new AttemptFilter("group7", "", "started", "delivered")))
                .hasSize(10);
        assertThat(attempts.before(Long.MAX_VALUE, 100, new AttemptFilter("", "", "stopped", "")))
                .isEmpty();
        assertThat(ofEach.size())
                .as("5 failures that are not the last of their campaign group")
                .isEqualTo(45);
        assertThat(attempts.numbered(2).attempt().outcome().delivered()).isFalse();
        assertThat(attempts.numbered(1)).isNull();
        assertThat(attempts.numbered(400)).as("among the last of all").isNotNull();
    }

    @Test
    void ofManyAttemptsInASecondOnlyTheFirstAreKeptForTheirCampaignGroups() {
        AttemptsOfEach ofEach = new AttemptsOfEach(Integer.MAX_VALUE, Long.MAX_VALUE);
        LastAttempts attempts = new LastAttempts(ofEach);
        IntStream.range(0, 1_000).forEach(group -> attempts.add(attempt("{}", group, true), SECOND));

        assertThat(ofEach.size()).isEqualTo(LastAttempts.MAX_A_SECOND);
        assertThat(attempts.before(Long.MAX_VALUE, 100, AttemptFilter.of(600))).isEmpty();
        assertThat(attempts.before(Long.MAX_VALUE, 100, AttemptFilter.of(900)))
                .as("among the last of all")
                .hasSize(1);
        attempts.add(attempt("{}", 600, true), 2 * SECOND);
        assertThat(attempts.before(Long.MAX_VALUE, 100, AttemptFilter.of(600))).hasSize(1);
    }

    @Test
    void beyondTheMemoryForAllTheOldestGoes() {
        AttemptsOfEach ofEach = new AttemptsOfEach(50, 1_000);
        LastAttempts attempts = new LastAttempts(ofEach);
        IntStream.range(0, 100).forEach(i -> attempts.add(attempt("x".repeat(100), i, i % 2 == 0), i * SECOND));

        List<LastAttempts.Numbered> all = ofEach.all();
        assertThat(numbers(all)).hasSize(50).startsWith(51L).endsWith(100L);
        assertThat(all.stream().filter(one -> one.attempt().json() != null))
                .hasSize(10)
                .first()
                .extracting(LastAttempts.Numbered::number)
                .isEqualTo(91L);
        IntStream.range(0, 200).forEach(i -> attempts.add(attempt("{}", 7, true), (100 + i) * SECOND));
        assertThat(attempts.before(Long.MAX_VALUE, 100, AttemptFilter.of(20))).isEmpty();
        assertThat(attempts.numbered(100).attempt().json()).isNotNull();
    }

    @Test
    void durationsOfAReceiverAreCountedOverEachRange() {
        Latencies latencies = new Latencies();
        IntStream.range(0, 98).forEach(i -> latencies.add(true, 10, 10 * MINUTE));
        latencies.add(false, 5_000, 10 * MINUTE);
        latencies.add(false, 5_000, 10 * MINUTE);

        Latencies.Summary five = latencies.summary(TimeRange.MINUTES, 11 * MINUTE);
        assertThat(five.delivered()).isEqualTo(98);
        assertThat(five.failed()).isEqualTo(2);
        assertThat(five.p50()).isBetween(0.01, 0.012);
        assertThat(five.p99()).isBetween(5.0, 6.0);
        assertThat(latencies.summary(TimeRange.MINUTES, 16 * MINUTE).p50()).isNaN();
        assertThat(latencies.summary(TimeRange.HOUR, 16 * MINUTE).delivered()).isEqualTo(98);
        assertThat(latencies.summary(TimeRange.DAY, 23 * 60 * MINUTE).failed()).isEqualTo(2);
    }

    private static List<LastAttempts.Numbered> before(LastAttempts attempts, long number, int max) {
        return attempts.before(number, max, new AttemptFilter("", "", "", ""));
    }

    private static List<Long> numbers(List<LastAttempts.Numbered> attempts) {
        return attempts.stream().map(LastAttempts.Numbered::number).toList();
    }

    private static DeliveryAttempt attempt(String json) {
        return attempt(json, 1, true);
    }

    private static DeliveryAttempt attempt(String json, int group, boolean delivered) {
        Receiver receiver = SettingKeys.STATES_URI.parse("http://a/", "a test").orElseThrow();
        CloudEvent event = new CloudEvent("id", "started", group, Instant.EPOCH, 1);
        Delivery delivery = new Delivery(
                "Campaign" + group + "@Group" + group, false, receiver, null, Duration.ofSeconds(1), event, null);
        return new DeliveryAttempt(
                delivery,
                json.getBytes(StandardCharsets.UTF_8),
                delivered
                        ? new Outcome(OutcomeClass.DELIVERED, "answer 200")
                        : new Outcome(OutcomeClass.TIMEOUT, "no whole answer in time"),
                Instant.EPOCH,
                Duration.ZERO);
    }

    @Test
    void statisticsAreKeptStepByStepWithGapsWhereNobodyLooked() {
        StatisticsHistory history = new StatisticsHistory();
        history.record(1, busy(0.5), 1_000_000);
        history.record(1, busy(0.6), 1_004_999);
        float[] values = history.record(1, busy(0.7), 1_015_000).get(0);

        assertThat(values).hasSize(60).endsWith(0.6f, Float.NaN, Float.NaN, 0.7f);
        assertThat(history.record(1, busy(null), 1_015_001).get(0)).endsWith(0.6f, Float.NaN, Float.NaN, Float.NaN);
        assertThat(history.record(1, busy(0.8), 9_000_000).get(0))
                .endsWith(Float.NaN, 0.8f)
                .doesNotContain(0.6f);
    }

    @Test
    void ofTwoWhoLookAtTheSameTimeTheLaterMayComeFirst() {
        StatisticsHistory history = new StatisticsHistory();
        history.record(1, busy(0.4), 1_000_000);
        history.record(1, busy(0.5), 1_005_000);

        assertThat(history.record(1, busy(0.6), 1_004_999).get(0)).endsWith(0.4f, 0.6f);
    }

    @Test
    void statisticsOfTheCampaignGroupThatNobodyLooksAtAreForgotten() {
        StatisticsHistory history = new StatisticsHistory();
        history.record(1, busy(0.5), 1_000_000);
        history.record(2, busy(0.5), 1_000_000);
        for (int group = 3; group <= StatisticsHistory.MAX_CAMPAIGN_GROUPS; group++) {
            history.record(group, busy(0.5), 1_000_000);
        }
        history.record(1, busy(0.5), 1_005_000);
        history.record(StatisticsHistory.MAX_CAMPAIGN_GROUPS + 1, busy(0.5), 1_005_000);

        assertThat(history.record(1, busy(0.5), 1_005_000).get(0)).endsWith(0.5f, 0.5f);
        assertThat(history.record(2, busy(0.5), 1_005_000).get(0)).endsWith(Float.NaN, 0.5f);
    }

    private static CampaignGroupStatistics busy(Double busyFactor) {
        return new CampaignGroupStatistics(busyFactor, null, null, null, Map.of());
    }
}
