package org.campaignstatus.util;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Limits the lines about a trouble that lasts: one at once, then one a minute. Thread-safe. */
public final class OncePerMinute {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private boolean inTrouble;
    private long lastLine;

    public OncePerMinute(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes note of the trouble. @return whether a line about it is due now */
    public synchronized boolean isDue() {
        long now = nanoTime.getAsLong();
        if (inTrouble && now - lastLine < MINUTE) {
            return false;
        }
        inTrouble = true;
        lastLine = now;
        return true;
    }

    /** Takes note that the trouble is over. @return whether there was one */
    synchronized boolean end() {
        boolean ended = inTrouble;
        inTrouble = false;
        return ended;
    }
}
