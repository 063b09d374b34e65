package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the inbox does with files that are not finished yet, and when it cannot put them where they belong. */
class InboxBackoffTest {

    private static final Duration MOST = Duration.ofSeconds(30);
    private static final Instant WRITTEN = Instant.parse("2026-11-23T08:31:00Z");

    /** Tells the time that the test says, and how often it was asked. */
    private static final class AskedClock implements LongSupplier {
        private volatile Duration now = Duration.ZERO;
        private volatile int asked;

        @Override
        public synchronized long getAsLong() {
            asked++;
            return now.toNanos();
        }

        void pass(Duration time) {
            now = now.plus(time);
        }

        /** Waits until the inbox has been looked through from its beginning to its end several times. */
        void awaitLooks() {
            int before = asked;
            await().atMost(MOST).until(() -> asked >= before + 10);
        }
    }

    @TempDir
    private Path folder;

    private final AskedClock clock = new AskedClock();
    private Receiver receiver;
    private Program program;
    private InboxFolder inbox;

    @BeforeEach
    void start() throws Exception {
        receiver = Receiver.start();
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .withBean(
                        "settledLifecycleFiles",
                        new StableFileReadLock(clock, StableFileReadLock.QUIET_PERIOD, new InboxBackoff()))
                .configuredBy("""
                        {"campaignGroups": [{"dbid": 124, "uuid": "u", "name": "n", "group": "g", "campaign": "c"}]}
                        """)
                .start();
        inbox = program.lifecycleInbox();
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void aFileThatIsBeingWrittenIsNotTakenAndThoseBehindItWait() throws IOException {
        Path first = handIn("a.jsonl", event(1));
        handIn("b.jsonl", event(3));
        clock.awaitLooks();
        clock.pass(Duration.ofMillis(499));
        clock.awaitLooks();
        assertThat(receiver.requests()).isEmpty();

        Files.writeString(first, event(2), StandardOpenOption.APPEND);
        clock.awaitLooks();
        clock.pass(Duration.ofMillis(499));
        clock.awaitLooks();
        assertThat(receiver.requests()).isEmpty();

        clock.pass(Duration.ofMillis(1));
        inbox.awaitTaken("a.jsonl");
        inbox.awaitTaken("b.jsonl");
        assertThat(actors()).containsExactly(1, 2, 3);
    }

    @Test
    void aFileThatIsBeingWrittenDoesNotHoldUpThoseBeforeIt() throws IOException {
        handIn("a.jsonl", event(1));
        clock.awaitLooks();
        clock.pass(Duration.ofMillis(500));
        handIn("b.jsonl", event(2));
        inbox.awaitTaken("a.jsonl");
        clock.awaitLooks();
        assertThat(actors()).containsExactly(1);

        clock.pass(Duration.ofMillis(500));
        inbox.awaitTaken("b.jsonl");
        assertThat(actors()).containsExactly(1, 2);
    }

    /** The time of a file is said by a clock that is wrong, or by whoever has set it; that of a write in place may stay. */
    @Tag("endurance")
    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "2026-11-23T08:31:00Z", "2038-01-19T03:14:07Z", "2262-04-11T23:47:16Z"})
    void whateverTheTimeOfAFileItIsTakenOnceNobodyWritesToIt(Instant time) throws IOException {
        Path file = handIn("a.jsonl", event(1), time);
        clock.awaitLooks();
        clock.pass(Duration.ofMillis(499));
        Files.writeString(file, event(2), StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, FileTime.from(time));
        clock.awaitLooks();
        clock.pass(Duration.ofMillis(499));
        clock.awaitLooks();
        assertThat(receiver.requests()).isEmpty();

        clock.pass(Duration.ofMillis(1));
        inbox.awaitTaken("a.jsonl");
        assertThat(actors()).containsExactly(1, 2);
    }

    @Test
    void anotherFileOfTheSameSizeAndTimeIsAnotherFile() throws IOException {
        handIn("a.jsonl", event(1));
        clock.awaitLooks();
        clock.pass(Duration.ofMillis(499));
        handIn("a.jsonl", event(2));
        clock.awaitLooks();
        clock.pass(Duration.ofMillis(499));
        clock.awaitLooks();
        assertThat(receiver.requests()).isEmpty();

        clock.pass(Duration.ofMillis(1));
        inbox.awaitTaken("a.jsonl");
        assertThat(actors()).containsExactly(2);
    }

    @Test
    void aFileThatCannotBeQuarantinedStaysInTheInboxUntilItCanAndNothingIsSentTwice() throws IOException {
        Path obstacle = Files.writeString(folder.resolve("inbox/lifecycle/.failed"), "not a folder");
        handIn("a.jsonl", event(1) + "bad\n" + event(2));
        clock.awaitLooks();
        clock.pass(Duration.ofSeconds(1));
        await().atMost(MOST).until(() -> receiver.requests().size() >= 2);
        clock.awaitLooks();
        assertThat(folder.resolve("inbox/lifecycle/a.jsonl")).exists();

        Files.delete(obstacle);
        clock.awaitLooks();
        clock.pass(Duration.ofSeconds(1));
        inbox.awaitTaken("a.jsonl");
        assertThat(inbox.done("a.jsonl")).exists();
        assertThat(inbox.failed("a.jsonl")).hasContent("bad\n");
        assertThat(inbox.named(".failed", "a")).containsExactly("a.jsonl", "a.jsonl.error.txt");
        assertThat(inbox.reasons("a.jsonl")).singleElement().asString().startsWith("line 2: not valid JSON: ");
        assertThat(actors()).containsExactly(1, 2);
    }

    private Path handIn(String name, String content) throws IOException {
        return handIn(name, content, WRITTEN);
    }

    private Path handIn(String name, String content, Instant time) throws IOException {
        Path file = Files.writeString(folder.resolve("inbox/lifecycle").resolve(name + ".writing"), content);
        Files.setLastModifiedTime(file, FileTime.from(time));
        return Files.move(file, file.resolveSibling(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Integer> actors() {
        return receiver.requests().stream()
                .map(request -> request.json().path("GSW_CAMPAIGN_GROUP_ACTOR").asInt())
                .toList();
    }

    private static String event(int actor) {
        return "{\"event\": \"loaded\", \"campaignGroup\": 124, \"actor\": " + actor + "}\n";
    }
}
