package org.campaignstatus.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.contract.Schema;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was lost is kept where the site wants it, and nothing that is still to be sent waits for that. */
final class DeadLettersTest {

    private static final int GROUP = 7;

    private final Receiver receiver = Receiver.start().answering(Answer.status(500));

    @TempDir
    private Path folder;

    private Program program;

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void eachFailedNotificationIsAFileAndIsNeverSentAgain() throws Exception {
        start("lost");
        handIn("events.jsonl", "loaded", "started", "stopped");

        await().until(() -> files().size() == 3);
        assertThat(receiver.requests()).hasSize(3);
        List<String> sent =
                receiver.requests().stream().map(Receiver.Request::text).toList();
        for (int i = 0; i < 3; i++) {
            String text = Files.readString(files().get(i));
            assertThat(Schema.FAILED_NOTIFICATION.problems(text)).as(text).isEmpty();
            assertThat(text).contains("\"notification\":" + sent.get(i) + "}");
            JsonNode record = new ObjectMapper().readTree(text);
            assertThat(record.path("campaignGroup").asInt()).isEqualTo(GROUP);
            assertThat(record.path("kind").asText())
                    .isEqualTo(List.of("loaded", "started", "stopped").get(i));
            assertThat(record.path("sequence").asInt()).isEqualTo(i + 1);
            assertThat(record.path("id").asText())
                    .isEqualTo(receiver.requests().get(i).headers().get("ce-id"));
            assertThat(record.path("receiver").asText()).isEqualTo(receiver.uri("/states"));
            assertThat(record.path("outcome").asText()).isEqualTo("answer_5xx");
            assertThat(record.path("words").asText()).isEqualTo("answer 500");
        }

        receiver.answering(Answer.status(200));
        handIn("more.jsonl", "unloaded", "loaded");
        await().until(() -> receiver.requests().size() == 5);
        program.close();
        assertThat(files()).hasSize(3);
        assertThat(receiver.requests()).hasSize(5);
    }

    @Test
    void orAMessageOfAQueue() throws Exception {
        start("jms:queue:lost");
        handIn("events.jsonl", "loaded", "started");

        try (Broker broker = program.broker()) {
            for (Receiver.Request request : List.of(next(0), next(1))) {
                String text = broker.receive("lost");
                assertThat(Schema.FAILED_NOTIFICATION.problems(text)).as(text).isEmpty();
                assertThat(text).contains("\"notification\":" + request.text() + "}");
            }
        }
    }

    @Test
    void nothingIsKeptUnlessTheSiteWantsIt() throws Exception {
        start("");
        Set<String> before = all();
        handIn("events.jsonl", "loaded", "started");

        await().until(() -> receiver.requests().size() == 2);
        program.lifecycleInbox().awaitTaken("events.jsonl");
        assertThat(program.context().getRoute("failed")).isNull();
        program.close();
        Set<String> added = all();
        added.removeAll(before);
        assertThat(added).containsExactly("inbox/lifecycle/.begun", "inbox/lifecycle/.done/events.jsonl");
    }

    @Test
    void aPlaceThatCannotBeWrittenToHoldsUpNothingAndIsLoggedOnce() throws Exception {
        start("lost");
        Path place = folder.resolve("lost");
        Files.delete(place.resolve(".lock"));
        Files.delete(place);
        Files.writeString(place, "a file in the place of the folder");
        try (LogCapture log = LogCapture.start()) {
            String[] events = IntStream.range(0, 500)
                    .mapToObj(i -> i % 2 == 0 ? "started" : "stopped")
                    .toArray(String[]::new);
            handIn("events.jsonl", events);

            await().until(() -> receiver.requests().size() == 500);
            await().until(() -> notKept(log).size() == 1);
            assertThat(notKept(log).get(0)).contains(place.toString());
            assertThat(log.lines())
                    .filteredOn(line -> line.level() == Level.ERROR)
                    .hasSize(1);

            Files.delete(place);
            Files.createDirectories(place);
            await().until(() -> {
                handIn("again-" + System.nanoTime() + ".jsonl", "started");
                return !files().isEmpty();
            });
            assertThat(notKept(log)).hasSize(1);
        }
    }

    @Test
    void aBrokerThatIsAwayHoldsUpNothingAndIsLoggedOnce() throws Exception {
        program = program("jms:queue:lost")
                .with("jms.broker-url", "tcp://127.0.0.1:" + Ports.free())
                .start();
        try (LogCapture log = LogCapture.start()) {
            handIn("events.jsonl", "loaded", "started", "stopped", "unloaded");

            await().until(() -> receiver.requests().size() == 4);
            program.lifecycleInbox().awaitTaken("events.jsonl");
            await().until(() -> notKept(log).size() == 1);
            assertThat(log.lines())
                    .filteredOn(line -> line.level() == Level.ERROR)
                    .hasSize(1);
        }
    }

    @Test
    void whatWaitsToBeKeptIsKeptBeforeAStop() throws Exception {
        start("lost");
        String[] events = IntStream.range(0, 200)
                .mapToObj(i -> i % 2 == 0 ? "started" : "stopped")
                .toArray(String[]::new);
        handIn("events.jsonl", events);
        await().until(() -> receiver.requests().size() == 200);

        program.close();

        assertThat(files()).hasSize(200);
    }

    private Program program(String place) {
        return Program.in(folder)
                .sendingTo(receiver.uri("/states?token=sesame"))
                .with("campaigngroup-states-interval", "0")
                .with(
                        "notification.failed",
                        place.equals("lost") ? folder.resolve(place).toString() : place)
                .configuredBy(Configured.campaignGroups().with(GROUP).json());
    }

    private void start(String place) throws Exception {
        program = program(place).start();
    }

    private void handIn(String name, String... events) {
        program.handInLifecycle(
                name,
                Stream.of(events).map(event -> Configured.event(event, GROUP)).collect(Collectors.joining("\n")));
    }

    private Receiver.Request next(int index) {
        await().until(() -> receiver.requests().size() > index);
        return receiver.requests().get(index);
    }

    /** The records, in the order of their sequence. */
    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder.resolve("lost"))) {
            List<Path> records = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".json")).toList());
            records.sort((a, b) -> sequence(a) - sequence(b));
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int sequence(Path file) {
        return Integer.parseInt(file.getFileName().toString().replaceAll(".*-(\\d+)\\.json", "$1"));
    }

    private Set<String> all() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(file -> !file.startsWith("data/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> notKept(LogCapture log) {
        return log.notifications(Level.ERROR, "were not kept in");
    }
}
