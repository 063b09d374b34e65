package org.campaignstatus.page;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.campaignstatus.delivery.DeliveryAttempt;
import org.campaignstatus.delivery.DeliveryListener;
import org.campaignstatus.util.MonotonicClock;
import org.campaignstatus.util.SlidingWindowCounter;

/** The outcomes of the notifications of this process, for the page: of bounded size and cheap to record. Thread-safe. */
public final class Traffic implements DeliveryListener {

    /** More than a range has steps, so that none is overwritten while it is read. */
    private static final int SLOTS = 2 * TimeRange.STEPS;

    private final MonotonicClock clock;
    private final Map<TimeRange, SlidingWindowCounter> delivered = counters();
    private final Map<TimeRange, SlidingWindowCounter> failed = counters();
    private final Receivers receivers = new Receivers();
    private final LastAttempts attempts = new LastAttempts();

    public Traffic(MonotonicClock clock) {
        this.clock = clock;
    }

    private static Map<TimeRange, SlidingWindowCounter> counters() {
        Map<TimeRange, SlidingWindowCounter> counters = new EnumMap<>(TimeRange.class);
        for (TimeRange range : TimeRange.values()) {
            counters.put(range, new SlidingWindowCounter(SLOTS));
        }
        return counters;
    }

    @Override
    public void ended(DeliveryAttempt attempt) {
        long end = now();
        long took = attempt.duration().toMillis();
        String receiver = attempt.delivery().receiver().shown();
        attempts.add(attempt, end);
        if (attempt.outcome().delivered()) {
            delivered.forEach((range, counter) -> counter.increment(range.step(end)));
            receivers.delivered(receiver, took, end);
        } else {
            failed.forEach((range, counter) -> counter.increment(range.step(end)));
            receivers.failed(receiver, attempt.outcome().words(), took, end);
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

    /** @return how many ended in each step of the range, the current one included */
    long[] rate(TimeRange range, boolean ofDelivered) {
        return (ofDelivered ? delivered : failed).get(range).counts(range.step(now()), TimeRange.STEPS);
    }

    Receivers receivers() {
        return receivers;
    }

    LastAttempts attempts() {
        return attempts;
    }
}
