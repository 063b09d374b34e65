package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A newcomer drops these into the inboxes first: they have to be right, for the schemas and for the program. */
class SamplesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLES = Path.of("samples");

    static List<Path> lifecycle() throws IOException {
        return files("lifecycle");
    }

    @ParameterizedTest
    @MethodSource
    void lifecycle(Path sample) throws IOException {
        assertThat(documents(sample))
                .isNotEmpty()
                .allSatisfy(json ->
                        assertThat(Schema.LIFECYCLE_EVENT.problems(json)).isEmpty());
    }

    static List<Path> statistics() throws IOException {
        return files("statistics");
    }

    @ParameterizedTest
    @MethodSource
    void statistics(Path sample) throws IOException {
        assertThat(documents(sample))
                .isNotEmpty()
                .allSatisfy(json -> assertThat(Schema.STATISTICS.problems(json)).isEmpty());
    }

    @Test
    void configuration() throws IOException {
        assertThat(Schema.CONFIGURATION.problems(Files.readString(SAMPLES.resolve("configuration.json"))))
                .isEmpty();
    }

    @Test
    void noSampleHasAReceiverOfItsOwn() throws IOException {
        assertThat(JSON.readTree(Files.readString(SAMPLES.resolve("configuration.json")))
                        .findValues("campaigngroup-states-uri"))
                .isEmpty();
    }

    @Test
    void theProgramTakesEverySampleAsItIs(@TempDir Path folder) throws Exception {
        try (Receiver receiver = Receiver.start();
                Program program = Program.in(folder)
                        .sendingTo(receiver.uri("/states"))
                        .with("campaigngroup-states-interval", "1")
                        .configuredBy(Files.readString(SAMPLES.resolve("configuration.json")))
                        .start()) {
            List<Path> events = files("lifecycle");
            take(program.lifecycleInbox(), events.subList(0, 1));
            take(program.statisticsInbox(), files("statistics"));
            take(program.lifecycleInbox(), events.subList(1, events.size()));

            assertThat(events(receiver, "124")).extracting(SamplesTest::action).containsExactly(7, 9, 11);
            assertThat(events(receiver, "125")).extracting(SamplesTest::action).containsExactly(7, 9, 11, 10);
            assertThat(events(receiver, "126")).extracting(SamplesTest::action).containsExactly(7, 9, 11);
            assertThat(events(receiver, "127")).extracting(SamplesTest::action).containsExactly(7, 9, 10, 8);
            assertThat(events(receiver, "128")).extracting(SamplesTest::action).containsExactly(7, 9, 10, 8);
            assertThat(events(receiver, "129")).isEmpty();
            assertStatisticsArrive(receiver);
            assertSomeGoOn(receiver);
            Schema.assertNotifications(receiver);
        }
    }

    /** As the README says: two go on running, one stays loaded, and the receiver goes on getting periodic notifications. */
    private static void assertSomeGoOn(Receiver receiver) {
        int before = receiver.requests().size();
        await().until(() -> statuses(receiver, before).keySet().containsAll(Set.of("124", "125")));
        assertThat(statuses(receiver, 0))
                .contains(entry("124", 5), entry("125", 4), entry("126", 5), entry("127", 0), entry("128", 0));
        assertThat(statuses(receiver, before)).doesNotContainKeys("127", "128", "129");
    }

    /** @return from the DBID to the last status, of the notifications behind so many */
    private static Map<String, Integer> statuses(Receiver receiver, int before) {
        Map<String, Integer> statuses = new TreeMap<>();
        receiver.requests().stream()
                .skip(before)
                .map(Receiver.Request::json)
                .forEach(json -> statuses.put(
                        json.path("GSW_CAMPAIGN_GROUP_DBID").asText(),
                        json.path("GSW_CAMPAIGN_GROUP_STATUS").asInt()));
        return statuses;
    }

    private static void assertStatisticsArrive(Receiver receiver) {
        JsonNode byValue = events(receiver, "124").get(2);
        assertThat(byValue.path("GSW_STAT_BUSY_FACTOR").asDouble()).isEqualTo(0.85);
        assertThat(byValue.at("/GSW_CALLING_LISTS/0/GSW_STAT_TIME_TO_COMPLETE").asInt())
                .isEqualTo(420);
        JsonNode byCounter = events(receiver, "125").get(2);
        assertThat(byCounter.path("GSW_STAT_HIT_RATIO").asDouble()).isEqualTo(0.3);
        JsonNode byBoth = events(receiver, "126").get(2);
        assertThat(byBoth.path("GSW_STAT_BUSY_FACTOR").asDouble()).isEqualTo(0.78);
        assertThat(byBoth.path("GSW_STAT_HIT_RATIO").asDouble()).isEqualTo(0.225);
        JsonNode unknown = events(receiver, "128").get(1);
        assertThat(unknown.path("GSW_STAT_BUSY_FACTOR").isNull()).isTrue();
        assertThat(unknown.path("GSW_STAT_HIT_RATIO").asDouble()).isEqualTo(0.4);
    }

    private static void take(InboxFolder inbox, List<Path> samples) throws IOException {
        for (Path sample : samples) {
            String name = sample.getFileName().toString();
            inbox.process(name, Files.readAllBytes(sample));
            inbox.assertDone(name);
        }
    }

    /** @return what is not periodic */
    private static List<JsonNode> events(Receiver receiver, String dbid) {
        return receiver.about(dbid).stream().filter(json -> action(json) != 0).toList();
    }

    private static int action(JsonNode notification) {
        return notification.path("GSW_CAMPAIGN_GROUP_ACTION").asInt();
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static List<String> documents(Path sample) throws IOException {
        if (sample.toString().endsWith(".jsonl")) {
            return Files.readAllLines(sample);
        }
        JsonNode json = JSON.readTree(Files.readString(sample));
        return json.isArray() ? json.valueStream().map(JsonNode::toString).toList() : List.of(json.toString());
    }
}
