package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Per campaign group, notifications leave in the order in which its events arrived. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OrderTest {

    private static final int GROUPS = 50;
    private static final int EVENTS = 2_000;
    private static final int FROM_FILE = 100;
    private static final int FROM_FILES = 200;
    private static final int FROM_JMS = 300;

    private static final List<Integer> EVENTS_IN_FILES = shuffled(FROM_FILES).subList(0, 500);

    private final Receiver receiver = Receiver.start();
    private Program program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Configured configuration = Configured.campaignGroups();
        for (int first : List.of(FROM_FILE, FROM_FILES, FROM_JMS)) {
            IntStream.range(first, first + GROUPS).forEach(configuration::with);
        }
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .configuredBy(configuration.json());
        // before the start, because a folder that is listed while files are moved in may show the second without the
        // first
        for (int i = 0; i < EVENTS_IN_FILES.size(); i++) {
            program.handInLifecycle(
                    "%05d.json".formatted(i), events(EVENTS_IN_FILES).get(i));
        }
        program.start();
        // the tests hold back answers, also those to notifications that still come from these files
        await().until(() -> receiver.requests().size() == EVENTS_IN_FILES.size());
    }

    @AfterAll
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void theOrderOfTheLinesOfAFileIsKept() {
        List<Integer> groups = shuffled(FROM_FILE);
        CountDownLatch gate = holdBack();
        program.handInLifecycle("day.jsonl", String.join("\n", events(groups)));
        awaitUnderWay("lifecycle-file", 1);
        gate.countDown();

        assertOrder(groups);
    }

    @Test
    void theOrderOfTheNamesOfFilesIsKept() {
        assertOrder(EVENTS_IN_FILES);
    }

    @Test
    void theOrderOfTheQueueIsKept() throws Exception {
        List<Integer> groups = shuffled(FROM_JMS);
        try (Broker broker = program.broker()) {
            CountDownLatch gate = holdBack();
            broker.send("campaigngroup.lifecycle", events(groups).toArray(String[]::new));
            awaitUnderWay("lifecycle-jms", EVENTS);
            gate.countDown();
            assertOrder(groups);
            await().until(() -> broker.count("campaigngroup.lifecycle") == 0);
        }
    }

    /** Has the events pile up in their lanes until the gate opens. */
    private CountDownLatch holdBack() {
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answering(Answer.when(gate));
        return gate;
    }

    private void awaitUnderWay(String route, int number) {
        await().until(() -> program.context().getInflightRepository().size(route) == number);
    }

    /** The campaign groups of the events, in their order: chance, but the same at each run. */
    private static List<Integer> shuffled(int first) {
        return new Random(first).ints(EVENTS, first, first + GROUPS).boxed().toList();
    }

    /** The actor of each event is its number in all. */
    private static List<String> events(List<Integer> groups) {
        List<String> kinds = List.of("loaded", "started", "dial-mode-changed", "stopped");
        return IntStream.range(0, groups.size())
                .mapToObj(i -> event(kinds.get(i % kinds.size()), groups.get(i), i))
                .toList();
    }

    private void assertOrder(List<Integer> groups) {
        Map<Integer, List<Integer>> expected = new TreeMap<>();
        for (int i = 0; i < groups.size(); i++) {
            expected.computeIfAbsent(groups.get(i), group -> new ArrayList<>()).add(i);
        }
        Map<Integer, List<Integer>> actual =
                await().until(() -> actors(expected.keySet()), found -> size(found) >= groups.size());
        assertThat(actual).isEqualTo(expected);
    }

    private Map<Integer, List<Integer>> actors(Set<Integer> groups) {
        Map<Integer, List<Integer>> actors = new TreeMap<>();
        for (Receiver.Request request : receiver.requests()) {
            JsonNode json = request.json();
            int group = json.get("GSW_CAMPAIGN_GROUP_DBID").asInt();
            if (groups.contains(group)) {
                actors.computeIfAbsent(group, dbid -> new ArrayList<>())
                        .add(json.get("GSW_CAMPAIGN_GROUP_ACTOR").intValue());
            }
        }
        return actors;
    }

    private static int size(Map<Integer, List<Integer>> map) {
        return map.values().stream().mapToInt(List::size).sum();
    }
}
