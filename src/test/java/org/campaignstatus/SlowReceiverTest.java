package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that does not answer delays its own campaign groups and nobody else's. */
final class SlowReceiverTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final int GROUPS = 40;
    private static final int SLOW = 100;
    private static final int QUICK = 200;
    private static final int POOL = 3;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final Receiver slow = Receiver.start().answering(Answer.when(gate));
    private final Receiver quick = Receiver.start();
    private Program program;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Configured configuration = Configured.campaignGroups();
        for (int i = 0; i < GROUPS; i++) {
            configuration.with(SLOW + i, "campaigngroup-states-uri", slow.uri("/slow"));
            configuration.with(QUICK + i, "campaigngroup-states-uri", quick.uri("/quick"));
        }
        program = Program.in(folder)
                .with("send-campaigngroup-states", "true")
                .with("campaigngroup-states-interval", "0")
                .with("http-connection-pool-size", Integer.toString(POOL))
                .with("http-response-timeout", "60")
                .with("lifecycle.jms.enabled", "true")
                .with("lifecycle.jms.consumers", "1")
                .configuredBy(configuration.json())
                .start();
    }

    @AfterEach
    void stop() {
        gate.countDown();
        program.close();
        slow.close();
        quick.close();
    }

    @Test
    void theOthersInTheSameFileGetTheirs() {
        program.handInLifecycle("both.jsonl", String.join("\n", mixed("loaded")));
        await().until(() -> quick.requests().size() == GROUPS);
        assertSlowOnesAreUnderWay();

        program.handInLifecycle("next.jsonl", String.join("\n", mixed("started")));
        await().until(() -> quick.requests().size() == 2 * GROUPS);
        assertSlowOnesAreUnderWay();

        gate.countDown();
        await().until(() -> slow.requests().size() == 2 * GROUPS);
        assertThat(slow.mostOpen()).isLessThanOrEqualTo(POOL);
    }

    @Test
    void theOthersInTheSameQueueGetTheirsFromOneConsumer() throws Exception {
        try (Broker broker = program.broker()) {
            broker.send(QUEUE, mixed("loaded").toArray(String[]::new));
            await().until(() -> quick.requests().size() == GROUPS);
            assertSlowOnesAreUnderWay();
            await().until(() -> broker.count(QUEUE) == GROUPS);

            gate.countDown();
            await().until(() -> broker.count(QUEUE) == 0);
            assertThat(slow.requests()).hasSize(GROUPS);
            assertThat(slow.mostOpen()).isLessThanOrEqualTo(POOL);
        }
    }

    private void assertSlowOnesAreUnderWay() {
        await().until(() -> slow.requests().size() >= POOL);
        assertThat(slow.requests()).hasSize(POOL);
        assertThat(gate.getCount()).isOne();
    }

    /** Events for both receivers, in turns. */
    private static List<String> mixed(String kind) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            events.add(event(kind, SLOW + i));
            events.add(event(kind, QUICK + i));
        }
        return events;
    }
}
