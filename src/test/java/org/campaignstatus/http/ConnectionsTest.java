package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections are few, kept, and used again. */
final class ConnectionsTest {

    private static final int EVENTS = 100;

    private final Receiver receiver = Receiver.start();

    @TempDir
    private Path folder;

    private Program program;

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void aPoolOfOneIsOneConnection() throws Exception {
        start(1);
        program.handInLifecycle("day.jsonl", events(1, EVENTS));
        await().until(() -> receiver.requests().size() == EVENTS);

        // one that was idle for half a second on a busy machine is replaced
        assertThat(receiver.connections()).isBetween(1, 5);
        assertThat(receiver.mostOpen()).isLessThanOrEqualTo(2);
    }

    @Test
    void aPoolIsUsedWhollyAndNeverExceeded() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answering(Answer.when(gate));
        start(4);
        program.handInLifecycle("day.jsonl", events(1, EVENTS));
        await().until(() -> receiver.requests().size() == 4);
        assertThat(receiver.mostOpen()).isEqualTo(4);
        gate.countDown();
        await().until(() -> receiver.requests().size() == EVENTS);

        // one that was idle for half a second on a busy machine is replaced
        assertThat(receiver.connections()).isBetween(4, 10);
    }

    @Test
    void connectionsAreKeptFromOneFileToTheNext() throws Exception {
        start(2);
        for (int i = 0; i < 10; i++) {
            program.handInLifecycle("day%d.jsonl".formatted(i), events(1 + 10 * i, 10));
            int expected = 10 * (i + 1);
            await().until(() -> receiver.requests().size() == expected);
        }

        // one that was idle for half a second on a busy machine is replaced
        assertThat(receiver.connections()).isLessThan(10);
    }

    @Test
    void aConnectionThatIsNotUsedAgainIsClosed() throws Exception {
        start(1);
        program.handInLifecycle("day.jsonl", events(1, 1));
        await().until(() -> receiver.requests().size() == 1);

        ReceiverClient client =
                program.context().getRegistry().lookupByNameAndType("receiverClient", ReceiverClient.class);
        await().until(() ->
                client.connections().getLeased() + client.connections().getAvailable() == 0);
    }

    @Test
    void aConnectionThatTheReceiverClosesIsReplacedAndEverythingArrives() throws Exception {
        receiver.answering(Answer.statusWith(200, "Connection: close"));
        start(1);
        program.handInLifecycle("day.jsonl", events(1, EVENTS));
        await().until(() -> receiver.requests().size() == EVENTS);

        assertThat(receiver.connections()).isEqualTo(EVENTS);
        assertThat(receiver.requests()).extracting(Receiver.Request::connection).doesNotHaveDuplicates();
    }

    /** So that a change of its address is followed, however much is sent to it. */
    @Test
    void aConnectionHasALongestLife() throws Exception {
        start(1, "http-connection-max-age", "1");
        int files = 0;
        while (receiver.connections() < 2) {
            String file = ++files + ".json";
            program.handInLifecycle(file, events(1, 1));
            program.lifecycleInbox().awaitTaken(file);
        }

        assertThat(receiver.requests()).hasSize(files);
    }

    private void start(int pool, String... more) throws Exception {
        Configured configuration = Configured.campaignGroups();
        IntStream.rangeClosed(1, EVENTS).forEach(configuration::with);
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("http-connection-pool-size", Integer.toString(pool))
                .configuredBy(configuration.json());
        for (int i = 0; i < more.length; i += 2) {
            program.with(more[i], more[i + 1]);
        }
        program.start();
    }

    private static String events(int first, int number) {
        return IntStream.range(first, first + number)
                .mapToObj(dbid -> event("loaded", dbid))
                .collect(Collectors.joining("\n"));
    }
}
