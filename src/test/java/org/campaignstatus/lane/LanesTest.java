package org.campaignstatus.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Order within a campaign group, nothing in common between them but the connections of their server. */
@Timeout(120)
final class LanesTest {

    private static final int A = 1;
    private static final int B = 2;
    private static final int C = 3;
    private static final int D = 4;
    private static final String SERVER = "http://reports:80";
    private static final String OTHER = "http://archive:80";

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Map<Integer, LaneTarget> destinations = new ConcurrentHashMap<>();
    private volatile LaneTarget standard = new LaneTarget(SERVER, 10);
    private final Lanes lanes = new Lanes(group -> destinations.getOrDefault(group, standard), executor);

    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

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
    void aPauseBeginsWhenNothingIsUnderWayAndEndsWithNothingLostOrReordered() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        lanes.submit(A, task("first", gate));
        lanes.submit(A, task("second"));
        await().until(() -> begun.contains("first"));
        Thread pause = pause(Duration.ofMinutes(1));
        await().until(() -> pause.getState() == Thread.State.TIMED_WAITING);
        lanes.submit(B, task("other"));
        assertThat(lanes.trySubmit(C, task("idle"))).isTrue();
        gate.countDown();
        pause.join();
        assertThat(begun).containsExactly("first");
        assertThat(ended).containsExactly("first");

        lanes.resume();
        await().until(() -> ended.size() == 4);
        assertThat(ended).containsSubsequence("first", "second").contains("other", "idle");
    }

    @Test
    void aPauseThatASlowServerHoldsUpLetsTheOthersGoOn() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        destinations.put(D, new LaneTarget(OTHER, 10));
        lanes.submit(D, task("slow", gate));
        await().until(() -> begun.contains("slow"));
        Thread pause = pause(Duration.ofMillis(1));
        await().until(() -> pause.getState() == Thread.State.WAITING);
        lanes.submit(D, task("behind the slow one"));
        lanes.submit(A, task("elsewhere"));
        await().until(() -> ended.contains("elsewhere"));
        assertThat(pause.isAlive()).isTrue();

        gate.countDown();
        pause.join();
        assertThat(begun).containsExactly("slow", "elsewhere");
        lanes.resume();
        await().until(() -> ended.contains("behind the slow one"));
    }

    @Test
    void aPauseThatIsGivenUpHoldsNobodyBack() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        lanes.submit(A, task("first", gate));
        await().until(() -> begun.contains("first"));
        Thread pause = pause(Duration.ofMinutes(1));
        await().until(() -> pause.getState() == Thread.State.TIMED_WAITING);
        pause.interrupt();
        pause.join();
        lanes.resume();
        lanes.submit(B, task("other"));
        await().until(() -> ended.contains("other"));
        gate.countDown();
    }

    private Thread pause(Duration stir) {
        Thread pause = new Thread(() -> {
            try {
                lanes.pause(stir);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        pause.start();
        return pause;
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
    void noMoreAreUnderWayToAServerThanItHasConnections() throws Exception {
        standard = new LaneTarget(SERVER, 2);
        CountDownLatch gate = new CountDownLatch(1);
        lanes.submit(A, task("a", gate));
        lanes.submit(B, task("b", gate));
        lanes.submit(C, task("c"));
        await().until(() -> begun.size() == 2);
        barrierAtAnotherServer();

        assertThat(begun).contains("a", "b").doesNotContain("c");
        gate.countDown();
        await().until(() -> ended.contains("c"));
    }

    @Test
    void aServerThatDoesNotAnswerKeepsNobodyElseWaiting() throws Exception {
        standard = new LaneTarget(SERVER, 1);
        CountDownLatch gate = new CountDownLatch(1);
        for (int group = 100; group < 200; group++) {
            lanes.submit(group, task("silent", gate));
        }
        destinations.put(A, new LaneTarget(OTHER, 1));
        lanes.submit(A, task("a1"));
        lanes.submit(A, task("a2"));

        await().until(() -> ended.equals(List.of("a1", "a2")));
        gate.countDown();
        await().until(() -> ended.size() == 102);
    }

    @Test
    void whoWaitsForAConnectionGetsItInTheOrderOfArrival() throws Exception {
        standard = new LaneTarget(SERVER, 1);
        CountDownLatch gate = new CountDownLatch(1);
        lanes.submit(A, task("a1", gate));
        lanes.submit(A, task("a2"));
        lanes.submit(B, task("b1"));
        lanes.submit(C, task("c1"));
        lanes.submit(B, task("b2"));
        gate.countDown();
        await().until(() -> ended.size() == 5);

        // a2 comes to stand behind b1 and c1 when a1 has ended, so that no campaign group starves the others
        assertThat(ended).containsExactly("a1", "b1", "c1", "a2", "b2");
    }

    @Test
    void moreConnectionsCountFromTheNextMessageOn() throws Exception {
        standard = new LaneTarget(SERVER, 1);
        CountDownLatch gate = new CountDownLatch(1);
        lanes.submit(A, task("a", gate));
        lanes.submit(B, task("b", gate));
        standard = new LaneTarget(SERVER, 3);
        lanes.submit(C, task("c", gate));

        await().until(() -> begun.size() == 3);
        gate.countDown();
        await().until(() -> ended.size() == 3);
    }

    @Test
    void moreConnectionsAreUsedByWhatWaitsAlready() throws Exception {
        standard = new LaneTarget(SERVER, 1);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        lanes.submit(A, task("a", first));
        lanes.submit(B, task("b", gate));
        lanes.submit(C, task("c", gate));
        lanes.submit(D, task("d", gate));
        standard = new LaneTarget(SERVER, 3);
        first.countDown();

        await().until(() -> begun.size() == 4);
        gate.countDown();
        await().until(() -> ended.size() == 4);
    }

    @Test
    void fewerConnectionsCountAsSoonAsOneIsFree() throws Exception {
        standard = new LaneTarget(SERVER, 3);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        lanes.submit(A, task("a", first));
        lanes.submit(B, task("b", first));
        lanes.submit(C, task("c", first));
        await().until(() -> begun.size() == 3);
        for (int group = 10; group < 20; group++) {
            lanes.submit(group, task("later", gate));
        }
        standard = new LaneTarget(SERVER, 1);
        first.countDown();
        await().until(() -> ended.size() == 3 && begun.size() > 3);
        barrierAtAnotherServer();

        assertThat(begun).filteredOn("later"::equals).hasSize(1);
        gate.countDown();
        await().until(() -> ended.size() == 3 + 10 + 1);
    }

    @Test
    void whatWaitsGoesToAnotherServerOnceItIsTheOneToGoTo() throws Exception {
        standard = new LaneTarget(SERVER, 1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch otherGate = new CountDownLatch(1);
        lanes.submit(A, task("a1", gate));
        lanes.submit(A, task("a2", otherGate));
        lanes.submit(B, task("b", otherGate));
        destinations.put(A, new LaneTarget(OTHER, 1));
        destinations.put(B, new LaneTarget(OTHER, 1));
        lanes.submit(C, task("c"));
        gate.countDown();

        // one of them at a time there, and the connection of the old one is free for who stayed
        await().until(() -> ended.contains("c") && begun.size() == 3);
        barrierAt(SERVER);
        assertThat(begun).filteredOn(List.of("a2", "b")::contains).hasSize(1);
        otherGate.countDown();
        await().until(() -> ended.containsAll(List.of("a1", "a2", "b")));
    }

    @Test
    void onlyIfIdleEntersAnEmptyLane() {
        assertThat(lanes.trySubmit(A, task("a"))).isTrue();
        await().until(() -> ended.contains("a"));
    }

    @Test
    void onlyIfIdleStaysOutWhileSomethingIsUnderWay() throws Exception {
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

    private void barrierAtAnotherServer() throws InterruptedException {
        barrierAt(OTHER);
    }

    /** Something that enters after all others and is through: who has not begun by then was kept from it. */
    private void barrierAt(String server) throws InterruptedException {
        destinations.put(999, new LaneTarget(server, 1));
        lanes.submit(999, task("barrier"));
        await().until(() -> ended.contains("barrier"));
    }

    private void enter(int group, Runnable task) {
        try {
            lanes.submit(group, task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Runnable task(String name) {
        return task(name, new CountDownLatch(0));
    }

    private Runnable task(String name, CountDownLatch gate) {
        return () -> {
            begun.add(name);
            try {
                gate.await();
                ended.add(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
