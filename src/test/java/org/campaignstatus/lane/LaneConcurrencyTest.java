package org.campaignstatus.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The concurrency limit of a receiver, and edits of it. */
final class LaneConcurrencyTest extends LanesSetup {

    @Test
    void noMoreAreInFlightToAServerThanItHasConnections() throws Exception {
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
}
