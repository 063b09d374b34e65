package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written while the events of a file are under way is told after them, and what was told is not told again. */
class ChangedFileTest {

    private static final Instant WHOLE_SECONDS = Instant.parse("2026-11-23T08:31:00Z");

    @TempDir
    Path folder;

    private final CountDownLatch gate = new CountDownLatch(1);
    private Receiver receiver;
    private Program program;
    private InboxFolder inbox;

    @BeforeEach
    void start() throws Exception {
        receiver = Receiver.start().answering(Answer.when(gate));
        program = Program.in(folder)
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .configuredBy(Configured.campaignGroups().with(1).json())
                .start();
        inbox = program.lifecycleInbox();
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void linesThatAreAppendedAreSentAndThoseBeforeThemAreNotSentAgain(boolean withIds) throws Exception {
        Path file = inbox.handIn("log.jsonl", event(1, withIds) + "bad\n" + event(2, withIds));
        await().until(() -> receiver.requests().size() == 1);
        Files.writeString(file, event(3, withIds) + event(4, withIds), StandardOpenOption.APPEND);
        gate.countDown();
        inbox.awaitTaken("log.jsonl");

        assertThat(actors()).containsExactly(1, 2, 3, 4);
        assertThat(inbox.done("log.jsonl"))
                .hasContent(event(1, withIds) + "bad\n" + event(2, withIds) + event(3, withIds) + event(4, withIds));
        assertThat(inbox.failed("log.jsonl")).hasContent("bad\n");
        assertThat(inbox.named(".failed", "log")).containsExactly("log.jsonl", "log.jsonl.error.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"events.jsonl", "events.json"})
    void aFileThatReplacesOneInFlightIsProcessed(String name) throws Exception {
        Path file = inbox.handIn(name, event(1, false));
        await().until(() -> receiver.requests().size() == 1);
        Path other = Files.writeString(folder.resolve("other"), event(2, false));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        gate.countDown();
        inbox.awaitTaken(name);

        assertThat(actors()).containsExactly(1, 2);
        assertThat(inbox.done(name)).hasContent(event(2, false));
    }

    @Test
    void anotherFileOfTheSameNameAndTimeIsSent() throws Exception {
        gate.countDown();
        for (int actor = 1; actor <= 3; actor++) {
            Path writing = Files.writeString(folder.resolve("writing"), event(actor, false));
            Files.setLastModifiedTime(writing, FileTime.from(WHOLE_SECONDS));
            Files.move(writing, folder.resolve("inbox/lifecycle/a.json"));
            inbox.awaitTaken("a.json");
        }

        assertThat(actors()).containsExactly(1, 2, 3);
    }

    private static String event(int actor, boolean withId) {
        String event = Configured.event("started", 1, actor);
        return (withId ? event.replace("{", "{\"id\":\"e" + actor + "\",") : event) + "\n";
    }

    private List<Integer> actors() {
        return receiver.requests().stream()
                .map(request -> request.json().path("GSW_CAMPAIGN_GROUP_ACTOR").asInt())
                .toList();
    }
}
