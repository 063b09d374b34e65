package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.campaignstatus.harness.SentEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while the edit of a route is being put in. */
@Tag("process")
final class StopDuringEditTest {

    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final int GROUPS = 10;

    @TempDir
    Path folder;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final SentEvents sent = new SentEvents();
    private Receiver receiver;
    private RunningProgram program;

    @BeforeEach
    void aReceiver() {
        receiver = Receiver.start();
        Configured groups = Configured.campaignGroups();
        IntStream.rangeClosed(1, GROUPS).forEach(groups::with);
        program = RunningProgram.in(folder)
                .configuredBy(groups.json())
                .sendingTo(receiver.uri("/"))
                .with("http-response-timeout", "60")
                .with("campaigngroup-states-interval", "0");
    }

    @AfterEach
    void end() {
        gate.countDown();
        program.close();
        receiver.close();
    }

    @Test
    void anEditThatWaitsForAnAnswerGivesWayToTheStopAndEventsBehindItArePosted() throws Exception {
        receiver.answering(Answer.when(gate));
        program.start();
        program.handInLifecycle("1.jsonl", sent.next(1) + "\n" + sent.next(1));
        waiting().until(() -> receiver.requests().size() == 1);
        save("periodic.xml", "edit 1");
        save("post.xml", "edit 1");
        waiting().until(() -> program.says("Stopped periodic"));
        program.handInLifecycle("2.json", sent.next(2));
        program.terminate();
        waiting().until(() -> program.says("is shutting down"));
        gate.countDown();
        assertEnded();
        sent.assertTold(receiver.requests(), 2);
        receiver.answering(Answer.status(200));

        program.start();
        waiting().until(() -> receiver.requests().size() >= sent.count());
        sent.assertTold(receiver.requests(), 0);
    }

    @Test
    void stopsAmongEditsUnderLoadLoseDoubleAndReorderNothing() throws Exception {
        for (int run = 1; run <= 2; run++) {
            int before = receiver.requests().size();
            for (int file = 0; file < 20; file++) {
                List<String> events = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    events.add(sent.next(1 + i % GROUPS));
                }
                program.handInLifecycle("%03d.jsonl".formatted(run * 100 + file), String.join("\n", events));
            }
            program.start();
            waiting().until(() -> receiver.requests().size() > before);
            save("lifecycle-file.xml", "run " + run);
            save("lifecycle.xml", "run " + run);
            save("notify.xml", "run " + run);
            save("post.xml", "run " + run);
            waiting().until(() -> program.says("Stopped lifecycle-file"));
            program.terminate();
            assertEnded();
        }
        program.start();
        waiting().until(() -> receiver.requests().size() >= sent.count());
        program.terminate();
        assertEnded();
        sent.assertTold(receiver.requests(), 0);
    }

    private void assertEnded() {
        assertThat(program.exitStatus()).isEqualTo(ENDED_BY_SIGTERM);
        assertThat(program.errors()).isEmpty();
        assertThat(program.logged("ERROR")).isEmpty();
    }

    /** Saves a route with a step more as careful editors do: a file beside it, renamed. */
    private void save(String name, String by) throws IOException {
        String step = "<setProperty name=\"edit\"><constant>" + by + "</constant></setProperty>";
        Path file = program.file("routes/" + name);
        Path beside = file.resolveSibling("." + name + ".tmp");
        Files.writeString(
                beside,
                Files.readString(Path.of("routes", name)).replaceFirst("(?s)(<from uri=[^>]*/>)", "$1\n    " + step));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
