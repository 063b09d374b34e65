package org.campaignstatus.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.Test;

/** Order within a campaign group, independence between campaign groups, and the bounds of what waits. */
final class LanesTest extends LanesSetup {

    @Test
    void aCampaignGroupsTasksAreRunInTheirOrder() throws Exception {
        for (int i = 0; i < 1000; i++) {
            lanes.submit(A, task("a" + i));
        }
        await().until(() -> ended.size() == 1000);

        assertThat(ended)
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> "a" + i).toList());
    }

    @Test
    void aCampaignGroupsTasksAreRunOneAtATime() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        lanes.submit(A, task("first", gate));
        lanes.submit(A, task("second"));
        lanes.submit(B, task("barrier"));
        await().until(() -> begun.contains("first") && ended.contains("barrier"));

        assertThat(begun).containsExactlyInAnyOrder("first", "barrier");
        gate.countDown();
        await().until(() -> ended.contains("second"));
    }

    @Test
    void aServerThatIsHopelesslyBehindGetsNoMoreOfWhatNeedNotBeSent() {
        CountDownLatch gate = new CountDownLatch(1);
        destinations.put(D, new LaneTarget(OTHER, 1));
        standard = new LaneTarget(SERVER, 1);
        int entered = 0;
        for (int group = 100; lanes.trySubmit(group, task("behind", gate)); group++) {
            entered++;
        }

        assertThat(entered).isEqualTo(50_001);
        assertThat(lanes.trySubmit(D, task("elsewhere"))).isTrue();
        await().until(() -> ended.contains("elsewhere"));
        gate.countDown();
    }

    @Test
    void campaignGroupsDoNotWaitForEachOther() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        lanes.submit(A, task("a", gate));
        lanes.submit(B, task("b", gate));
        lanes.submit(C, task("c"));

        await().until(() -> ended.contains("c") && begun.size() == 3);
        assertThat(ended).containsExactly("c");
        gate.countDown();
        await().until(() -> ended.size() == 3);
    }

    @Test
    void onlyIfIdleEntersAnEmptyLane() {
        assertThat(lanes.trySubmit(A, task("a"))).isTrue();
        await().until(() -> ended.contains("a"));
    }

    @Test
    void onlyIfIdleStaysOutWhileATaskIsInFlight() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        lanes.submit(A, task("a1", gate));
        await().until(() -> begun.contains("a1"));

        assertThat(lanes.trySubmit(A, task("refused"))).isFalse();
        gate.countDown();
        await().until(() -> lanes.trySubmit(A, task("a2")));
        await().until(() -> ended.contains("a2"));
        assertThat(begun).doesNotContain("refused");
    }

    @Test
    void onlyIfIdleStaysOutWhileSomethingWaitsForAConnection() throws Exception {
        standard = new LaneTarget(SERVER, 1);
        CountDownLatch gate = new CountDownLatch(1);
        lanes.submit(A, task("a", gate));
        lanes.submit(B, task("b"));

        assertThat(lanes.trySubmit(B, task("refused"))).isFalse();
        gate.countDown();
        await().until(() -> ended.contains("b"));
        assertThat(begun).doesNotContain("refused");
    }

    @Test
    void onlyIfIdleIsInTurnWithWhatEntersLater() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        lanes.trySubmit(A, task("idle", gate));
        lanes.submit(A, task("later"));
        barrierAtAnotherServer();

        assertThat(begun).doesNotContain("later");
        gate.countDown();
        await().until(() -> ended.containsAll(List.of("idle", "later")));
    }

    @Test
    void whoEntersTooMuchWaitsUntilThereIsRoom() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger run = new AtomicInteger();
        lanes.submit(A, task("a", gate));
        for (int i = 1; i < 10_000; i++) {
            lanes.submit(A, run::incrementAndGet);
        }
        Thread sender = new Thread(() -> enter(B, task("b")));
        sender.start();
        await().until(() -> sender.getState() == Thread.State.WAITING);

        assertThat(begun).doesNotContain("b");
        assertThat(lanes.trySubmit(C, task("c")))
                .as("a period waits for nobody")
                .isTrue();
        gate.countDown();
        await().until(() -> ended.contains("b") && ended.contains("c") && run.get() == 9_999);
        sender.join();
    }

    @Test
    void aTaskThatThrowsDoesNotStopItsLane() throws Exception {
        standard = new LaneTarget(SERVER, 1);
        try (LogCapture log = LogCapture.provoking(Lanes.class.getName())) {
            lanes.submit(A, () -> {
                throw new IllegalStateException("thrown by the test");
            });
            lanes.submit(A, () -> {
                throw new StackOverflowError("thrown by the test");
            });
            lanes.submit(A, task("a"));
            lanes.submit(B, task("b"));
            await().until(() -> ended.containsAll(List.of("a", "b")));

            assertThat(log.lines())
                    .hasSize(2)
                    .allMatch(line -> line.message().equals("A task of campaign group 1 failed"));
        }
    }

    @Test
    void aTaskThatThrowsGivesItsRoomBack() throws Exception {
        try (LogCapture log = LogCapture.provoking(Lanes.class.getName())) {
            for (int i = 0; i < 10_100; i++) {
                lanes.submit(A, () -> {
                    throw new IllegalStateException("thrown by the test");
                });
            }
            lanes.submit(A, task("a"));
            await().until(() -> ended.contains("a"));

            assertThat(log.lines()).hasSize(10_100);
        }
    }

    private void enter(int group, Runnable task) {
        try {
            lanes.submit(group, task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
