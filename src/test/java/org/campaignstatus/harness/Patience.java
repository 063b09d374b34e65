package org.campaignstatus.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Looks often, and gives up so late that a busy machine is no reason to. */
public final class Patience {

    private Patience() {}

    public static ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(60));
    }

    /** Waits until nothing is left, as long as it becomes less: a busy machine may need minutes for what has queued up. */
    public static void awaitNone(Callable<Long> left) throws Exception {
        for (long now = left.call(); now > 0; now = left.call()) {
            long before = now;
            await().until(() -> left.call() < before);
        }
    }
}
