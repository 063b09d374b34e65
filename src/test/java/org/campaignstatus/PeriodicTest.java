package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Periodic messages, through the shipped routes. Campaign group 1 is due every second and is the clock of the tests. */
class PeriodicTest {

    private static final String CLOCK = "1";

    @TempDir
    static Path folder;

    private static Receiver receiver;
    private static Receiver slowReceiver;
    private static Program program;

    @BeforeAll
    static void start() throws Exception {
        receiver = Receiver.start();
        slowReceiver = Receiver.start();
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "1")
                .configuredBy(configuration())
                .start();
        program.handInLifecycle("clock.json", event("loaded", 1));
    }

    @AfterAll
    static void stop() {
        program.close();
        receiver.close();
        slowReceiver.close();
    }

    private static String configuration() {
        return IntStream.rangeClosed(1, 99)
                .mapToObj(group -> ("{\"dbid\":%d,\"uuid\":\"u%d\",\"name\":\"n%d\",\"group\":\"g\",\"campaign\":\"c\","
                                + "\"dialMode\":\"Power\",\"options\":{%s}}")
                        .formatted(group, group, group, options(group)))
                .collect(Collectors.joining(",", "{\"campaignGroups\":[", "]}"));
    }

    private static String options(int group) {
        return switch (group) {
            case 2 -> "\"campaigngroup-states-interval\":\"0\"";
            case 3 -> "\"campaigngroup-states-interval\":\"3\"";
            case 4 -> "\"campaigngroup-states-uri\":\"" + slowReceiver.uri("/slow") + "\"";
            default -> "";
        };
    }

    @Test
    void aPeriodicMessageHasTheCurrentStateWithoutActionAndActor() {
        program.handInLifecycle("5.jsonl", event("loaded", 5) + "\n" + event("started", 5));
        JsonNode message = await("5", 3).get(2);

        assertThat(message.get("GSW_CAMPAIGN_GROUP_STATUS").intValue()).isEqualTo(5);
        assertThat(message.get("GSW_CAMPAIGN_GROUP_ACTION").intValue()).isZero();
        assertThat(message.get("GSW_CAMPAIGN_GROUP_ACTOR").intValue()).isZero();
        assertThat(message.get("GSW_DIAL_MODE").intValue()).isEqualTo(6);
    }

    @Test
    void theFirstMessageComesOneIntervalAfterTheCampaignGroupBecameActiveWhateverTheEventsTime() {
        program.handInLifecycle("6.json", "{\"event\":\"loaded\",\"campaignGroup\":6}");
        List<JsonNode> messages = await("6", 2);

        double activeFor = seconds(messages.get(1)) - seconds(messages.get(0));
        assertThat(activeFor).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void aCampaignGroupHasItsOwnInterval() {
        program.handInLifecycle("3.json", event("loaded", 3));
        List<JsonNode> messages = await("3", 3);

        assertThat(seconds(messages.get(2)) - seconds(messages.get(1))).isGreaterThan(1.5);
    }

    @Test
    void anIntervalOfZeroMeansNoPeriodicMessages() {
        program.handInLifecycle("2.json", event("loaded", 2));
        await("2", 1);
        seconds(4);

        assertThat(receiver.about("2")).hasSize(1);
    }

    @Test
    void periodicMessagesEndWithTheUnloading() {
        program.handInLifecycle("7.json", event("loaded", 7));
        await("7", 2);
        program.handInLifecycle("7-end.json", event("unloaded", 7));
        waiting()
                .until(() -> receiver.about("7").stream()
                        .anyMatch(message ->
                                message.get("GSW_CAMPAIGN_GROUP_ACTION").intValue() == 8));
        seconds(3);

        List<JsonNode> messages = receiver.about("7");
        assertThat(messages.get(messages.size() - 1)
                        .get("GSW_CAMPAIGN_GROUP_STATUS")
                        .intValue())
                .isZero();
    }

    @Test
    void aPeriodicNotificationIsSkippedWhileTheLastOneOfTheCampaignGroupIsInFlight() {
        CountDownLatch gate = new CountDownLatch(1);
        slowReceiver.answering(Answer.when(gate));
        program.handInLifecycle("4.json", event("loaded", 4));
        waiting().until(() -> slowReceiver.requests().size() == 1);
        seconds(4);
        assertThat(slowReceiver.requests()).hasSize(1);

        gate.countDown();
        waiting().until(() -> slowReceiver.requests().size() >= 3);
        List<JsonNode> messages = slowReceiver.about("4");
        assertThat(seconds(messages.get(2)) - seconds(messages.get(1)))
                .as("the periods that were skipped are not made up for")
                .isGreaterThan(0.3);
    }

    /** With events as fast as they go and periodic notifications in between, a message must always fit the events before it. */
    @Tag("endurance")
    @Test
    void aPeriodicMessageNeverOvertakesOrContradictsAStateChange() {
        int groups = 50;
        for (int round = 0; round < 4; round++) {
            StringBuilder events = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                String type = i % 2 == 0 ? "started" : "stopped";
                IntStream.rangeClosed(30, 29 + groups)
                        .forEach(group -> events.append(event(type, group)).append('\n'));
            }
            program.handInLifecycle("race-" + round + ".jsonl", events.toString());
            seconds(1);
        }
        for (int group = 30; group < 30 + groups; group++) {
            String dbid = Integer.toString(group);
            waiting().until(() -> events(dbid) == 80);
            int status = 0;
            for (JsonNode message : receiver.about(dbid)) {
                int told = message.get("GSW_CAMPAIGN_GROUP_STATUS").intValue();
                switch (message.get("GSW_CAMPAIGN_GROUP_ACTION").intValue()) {
                    case 9 -> assertThat(told).isEqualTo(5);
                    case 10 -> assertThat(told).isEqualTo(4);
                    default -> assertThat(told).isEqualTo(status);
                }
                status = told;
            }
        }
    }

    private static long events(String dbid) {
        return receiver.about(dbid).stream()
                .filter(message -> message.get("GSW_CAMPAIGN_GROUP_ACTION").intValue() != 0)
                .count();
    }

    /** Waits until the clock's campaign group has been told about that often from now on. */
    private static void seconds(int count) {
        int before = receiver.about(CLOCK).size();
        waiting().until(() -> receiver.about(CLOCK).size() >= before + count);
    }

    private static List<JsonNode> await(String dbid, int count) {
        waiting().until(() -> receiver.about(dbid).size() >= count);
        return receiver.about(dbid);
    }

    private static ConditionFactory waiting() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    private static double seconds(JsonNode message) {
        return Double.parseDouble(message.get("GSW_DATE_TIME").textValue());
    }

    private static String event(String type, int group) {
        return "{\"event\":\"%s\",\"campaignGroup\":%d}".formatted(type, group);
    }
}
