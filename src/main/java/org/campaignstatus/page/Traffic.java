package org.campaignstatus.page;

import java.time.Instant;
import org.campaignstatus.delivery.DeliveryAttempt;
import org.campaignstatus.delivery.DeliveryListener;
import org.campaignstatus.util.MonotonicClock;
import org.campaignstatus.util.SlidingWindowCounter;

/** The outcomes of the notifications of this process, for the page: of bounded size and cheap to record. Thread-safe. */
public final class Traffic implements DeliveryListener {

    /** Seconds that the page shows. */
    static final int SECONDS = 300;

    /** More than that, so that none is overwritten while it is read. */
    private static final int SLOTS = 512;

    private final MonotonicClock clock;
    private final SlidingWindowCounter delivered = new SlidingWindowCounter(SLOTS);
    private final SlidingWindowCounter failed = new SlidingWindowCounter(SLOTS);
    private final Receivers receivers = new Receivers();
    private final LastAttempts all = new LastAttempts();
    private final LastAttempts onlyFailed = new LastAttempts();

    public Traffic(MonotonicClock clock) {
        this.clock = clock;
    }

    @Override
    public void ended(DeliveryAttempt attempt) {
        long end = now();
        String receiver = attempt.delivery().receiver().shown();
        all.add(attempt);
        if (attempt.outcome().delivered()) {
            delivered.increment(end / 1000);
            receivers.delivered(receiver, end);
        } else {
            failed.increment(end / 1000);
            receivers.failed(receiver, attempt.outcome().words(), end);
            onlyFailed.add(attempt);
        }
    }

    /** @return the current time in milliseconds, by the clock of {@link #rate} and {@link #receivers} */
    long now() {
        return clock.millis();
    }

    /** @return the wall clock's time for one of {@link #receivers} */
    Instant toWallClock(long millis) {
        return clock.toWallClock(Instant.ofEpochMilli(millis));
    }

    /** @return how many ended in each of the last {@value #SECONDS} seconds, the current one included */
    long[] rate(boolean ofDelivered) {
        return (ofDelivered ? delivered : failed).counts(now() / 1000, SECONDS);
    }

    Receivers receivers() {
        return receivers;
    }

    LastAttempts attempts(boolean failedOnly) {
        return failedOnly ? onlyFailed : all;
    }
}
