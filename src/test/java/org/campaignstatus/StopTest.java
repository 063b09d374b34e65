package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.StatefulService;
import org.apache.camel.support.ScheduledPollConsumer;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop takes nothing new, and finishes what is under way. */
final class StopTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final int A = 1;
    private static final int B = 2;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final Receiver receiver = Receiver.start();

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void start() throws Exception {
        receiver.answering(Answer.when(gate));
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "1")
                .with("http-response-timeout", "60")
                .with("lifecycle.jms.enabled", "true")
                .configuredBy(Configured.campaignGroups().with(A).with(B).json())
                .start();
    }

    @AfterEach
    void stop() {
        gate.countDown();
        program.close();
        receiver.close();
    }

    @Test
    void anEventFromTheQueueIsFinishedAndAcknowledgedAndTheNextOneStays() throws Exception {
        CompletableFuture<Void> stopping;
        try (Broker broker = program.broker()) {
            broker.send(QUEUE, event("loaded", A));
            await().until(() -> receiver.requests().size() == 1);
            stopping = CompletableFuture.runAsync(program::close);
            awaitNothingIsTaken();
            broker.send(QUEUE, event("loaded", B));
            assertThat(stopping).isNotDone();
        }
        try (LogCapture log = LogCapture.start()) {
            gate.countDown();
            stopping.get(30, TimeUnit.SECONDS);

            assertThat(log.lines()).noneMatch(line -> line.toString().contains("failed"));
        }
        assertThat(receiver.requests()).hasSize(1);
        assertThat(leftInTheQueue()).containsExactly(event("loaded", B));
    }

    @Test
    void anEventFromAFileIsFinishedAndTheNextFileStays() throws Exception {
        program.handInLifecycle("first.json", event("loaded", A));
        await().until(() -> receiver.requests().size() == 1);
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(program::close);
        awaitNothingIsTaken();
        Path next = program.handInLifecycle("next.json", event("loaded", B));
        assertThat(stopping).isNotDone();
        gate.countDown();
        stopping.get(30, TimeUnit.SECONDS);

        assertThat(receiver.requests()).hasSize(1);
        assertThat(next).exists();
        assertThat(folder.resolve("inbox/lifecycle/first.json")).doesNotExist();
        assertThat(folder.resolve("inbox/lifecycle/.done/first.json")).exists();
    }

    @Test
    void whatWaitsBehindThePostUnderWayIsFinishedToo() throws Exception {
        try (Broker broker = program.broker()) {
            broker.send(QUEUE, event("loaded", A), event("started", A), event("stopped", A));
            program.handInLifecycle("first.jsonl", event("loaded", B) + "\n" + event("started", B));
            await().until(() -> receiver.requests().size() == 2 && underWay() == 3 + 1);
        }
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(program::close);
        awaitNothingIsTaken();
        gate.countDown();
        stopping.get(30, TimeUnit.SECONDS);

        assertThat(receiver.about("1")).hasSize(3);
        assertThat(receiver.about("2")).hasSize(2);
        assertThat(leftInTheQueue()).isEmpty();
        assertThat(folder.resolve("inbox/lifecycle/.done/first.jsonl")).exists();
    }

    /** Messages and files that were taken and are not through. */
    private int underWay() {
        return program.context().getInflightRepository().size("lifecycle-jms")
                + program.context().getInflightRepository().size("lifecycle-file");
    }

    private void awaitNothingIsTaken() {
        for (String source : List.of("lifecycle-jms", "lifecycle-file", "periodic")) {
            StatefulService consumer =
                    (StatefulService) program.context().getRoute(source).getConsumer();
            await().until(() -> consumer.isSuspended() || consumer.isStopped());
            if (consumer instanceof ScheduledPollConsumer poller) {
                await().until(() -> !poller.isPolling());
            }
        }
    }

    /** Looks into the broker's data without the program. */
    private List<String> leftInTheQueue() throws Exception {
        ArtemisConnectionFactory factory = new ArtemisConnectionFactory();
        factory.setDataDirectory(program.setting("camel.beans.connectionFactory.dataDirectory"));
        factory.setPort(Ports.free());
        try (Broker broker = Broker.connect(factory)) {
            List<String> left = new ArrayList<>();
            while (broker.count(QUEUE) > 0) {
                left.add(broker.receive(QUEUE));
            }
            return left;
        } finally {
            factory.stop();
        }
    }
}
