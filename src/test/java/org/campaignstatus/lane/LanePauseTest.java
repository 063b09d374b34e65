package org.campaignstatus.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A pause for a live reload: it begins when nothing is in flight. */
final class LanePauseTest extends LanesSetup {

    @Test
    void aPauseBeginsWhenNothingIsInFlightAndLosesOrReordersNothing() throws Exception {
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

    private Thread pause(Duration maxPause) {
        Thread pause = new Thread(() -> {
            try {
                lanes.pause(maxPause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        pause.start();
        return pause;
    }
}
