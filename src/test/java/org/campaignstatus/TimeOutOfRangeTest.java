package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every time that RFC 3339 can say is told as it is: no calculation on the way breaks down over it. */
class TimeOutOfRangeTest {

    /** Times, and what a receiver is told. */
    private static final Map<String, String> TIMES = new TreeMap<>(Map.of(
            "0000-01-01T00:00:00+18:00", "-62167284000.000",
            "0001-01-01T00:00:00Z", "-62135596800.000",
            "1677-09-21T00:12:43.145Z", "-9223372036.855",
            "1970-01-01T00:00:00-18:00", "64800.000",
            "2262-04-11T23:47:16.855Z", "9223372036.855",
            "9999-12-31T23:59:59.999999999Z", "253402300799.999",
            "9999-12-31T23:59:59.999-18:00", "253402365599.999"));

    @TempDir
    static Path folder;

    private static Receiver receiver;
    private static Program program;

    @BeforeAll
    static void start() throws Exception {
        receiver = Receiver.start();
        program = Program.in(folder)
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .configuredBy(Configured.campaignGroups().with(1).with(2).json())
                .start();
    }

    @AfterAll
    static void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void eventsOfAFileAreSentWithTheirTimes() {
        program.lifecycleInbox()
                .process(
                        "a.jsonl",
                        TIMES.keySet().stream().map(time -> event(1, time)).collect(Collectors.joining("\n")));

        program.lifecycleInbox().assertDone("a.jsonl");
        assertThat(told(1)).containsExactlyElementsOf(TIMES.values());
    }

    @Test
    void eventsOfAQueueAreSentWithTheirTimes() throws Exception {
        try (Broker broker = program.broker()) {
            broker.send(
                    "campaigngroup.lifecycle",
                    TIMES.keySet().stream().map(time -> event(2, time)).toArray(String[]::new));
            await().until(() -> told(2).size() == TIMES.size() && broker.count("campaigngroup.lifecycle") == 0);

            assertThat(told(2)).containsExactlyElementsOf(TIMES.values());
            assertThat(broker.count("campaigngroup.lifecycle.failed")).isZero();
        }
    }

    @Test
    void statisticsOfAnyTimeAreTaken() {
        program.statisticsInbox()
                .process(
                        "s.jsonl",
                        TIMES.keySet().stream()
                                .map(time -> "{\"campaignGroup\":1,\"time\":\"" + time
                                        + "\",\"values\":{\"hitRatio\":0.5},\"counters\":{\"recordsReady\":5,"
                                        + "\"recordsProcessed\":5}}")
                                .collect(Collectors.joining("\n")));

        program.statisticsInbox().assertDone("s.jsonl");
        program.lifecycleInbox().process("after.jsonl", Configured.event("dial-mode-changed", 1));
        program.lifecycleInbox().assertDone("after.jsonl");
    }

    private static String event(int group, String time) {
        return "{\"event\":\"loaded\",\"campaignGroup\":" + group + ",\"time\":\"" + time + "\"}";
    }

    private static List<String> told(int group) {
        return receiver.requests().stream()
                .map(request -> request.json())
                .filter(json -> json.get("GSW_CAMPAIGN_GROUP_DBID").asText().equals(Integer.toString(group))
                        && json.get("GSW_CAMPAIGN_GROUP_ACTION").asInt() == 7)
                .map(json -> json.get("GSW_DATE_TIME").asText())
                .toList();
    }
}
