package org.campaignstatus.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.SentEvents;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits of route files while events, and an answer, are under way. */
@Tag("endurance")
final class EditsUnderLoadTest extends EditsOfRunningRoutes {

    private static final int GROUPS = 20;
    private static final String QUEUE = "campaigngroup.lifecycle";

    private final SentEvents sent = new SentEvents();
    private volatile boolean loading = true;

    EditsUnderLoadTest() {
        super(GROUPS);
    }

    @ParameterizedTest(name = "{0} consumers, edits of {1}")
    @CsvSource({"1, lifecycle-jms.xml", "3, lifecycle-order.xml", "3, lifecycle-jms.xml"})
    void editsUnderLoadFromAQueueLoseDoubleAndReorderNothing(String consumers, String source) throws Exception {
        program.with("lifecycle.jms.enabled", "true")
                .with("lifecycle.jms.consumers", consumers)
                .start();
        try (Broker broker = program.broker()) {
            Thread load = load(texts -> broker.send(QUEUE, texts));
            editThreeTimes(source);
            endOf(load);
            await().until(() -> broker.count(QUEUE) == 0 && broker.count(QUEUE + ".ordered") == 0);
        }
        sent.assertTold(receiver.requests(), 0);
        assertThat(errors()).isEmpty();
    }

    @Test
    void editsUnderLoadFromFilesLoseDoubleAndReorderNothing() throws Exception {
        program.start();
        int[] file = {1000};
        Thread load = load(texts -> program.handInLifecycle(file[0]++ + ".jsonl", String.join("\n", texts)));
        editThreeTimes("lifecycle-file.xml");
        endOf(load);
        awaitDone(file[0] - 1 + ".jsonl");
        sent.assertTold(receiver.requests(), 0);
        assertThat(errors()).isEmpty();
    }

    @Test
    void aReceiverThatKeepsSilentHoldsUpTheEditButNobodyElse() throws Exception {
        Receiver silent = Receiver.start();
        try {
            Configured groups =
                    Configured.campaignGroups().with(1).with(2, "campaigngroup-states-uri", silent.uri("/silent"));
            CountDownLatch answer = new CountDownLatch(1);
            silent.answering(Answer.when(answer));
            program.configuredBy(groups.json()).start();
            program.handInLifecycle("silent.json", event("loaded", 2));
            await().until(() -> silent.requests().size() == 1);
            save("post.xml", postFor("north"));
            for (int i = 0; i < 60; i++) {
                long before = System.nanoTime();
                siteOfNext(i % 2 == 0 ? "started" : "stopped");
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
            }
            assertThat(applied()).isEmpty();
            answer.countDown();
            awaitApplied(1);
            assertThat(siteOfNext("unloaded")).isEqualTo("north");
            assertThat(silent.requests()).hasSize(1);
        } finally {
            silent.close();
        }
    }

    private interface Way {
        void send(String... texts) throws Exception;
    }

    /** Sends events evenly to all campaign groups, in the background, until {@link #endOf}. */
    private Thread load(Way way) {
        Thread load = new Thread(() -> {
            try {
                while (loading) {
                    int first = sent.count();
                    way.send(IntStream.range(0, 50)
                            .mapToObj(n -> sent.next(1 + (first + n) % GROUPS))
                            .toArray(String[]::new));
                    // as fast as what came before is through, so that edits meet with events all the time
                    await().until(() -> receiver.requests().size() > first - 200);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        load.start();
        return load;
    }

    /** Returns when everything that was sent has arrived. */
    private void endOf(Thread load) throws InterruptedException {
        loading = false;
        load.join();
        await().until(() -> receiver.requests().size() >= sent.count());
    }

    /** Edits what stands behind the lanes, with the source going on, and then the source, three times. */
    private void editThreeTimes(String source) throws IOException {
        List<String> called = List.of("notify.xml", "post.xml", "lifecycle.xml");
        int saved = 0;
        for (int edit = 1; edit <= 3; edit++) {
            for (List<String> files : List.of(called, List.of(source))) {
                for (String file : files) {
                    save(file, edited(file, "edit " + edit));
                }
                saved += files.size();
                awaitApplied(saved);
            }
        }
    }

    private List<LogCapture.Line> errors() {
        return lines(Level.WARN);
    }
}
