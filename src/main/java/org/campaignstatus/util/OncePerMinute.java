package org.campaignstatus.util;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Limits the log lines about a problem that lasts: one at once, then one a minute. Thread-safe. */
public final class OncePerMinute {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private boolean any;
    private long last;

    public OncePerMinute(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @return whether to write a line now; the next one is due a minute later */
    public synchronized boolean isDue() {
        long now = nanoTime.getAsLong();
        if (any && now - last < MINUTE) {
            return false;
        }
        any = true;
        last = now;
        return true;
    }
}
