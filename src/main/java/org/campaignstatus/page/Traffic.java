package org.campaignstatus.page;

import java.time.Instant;
import org.campaignstatus.delivery.DeliveryAttempt;
import org.campaignstatus.delivery.DeliveryListener;
import org.campaignstatus.util.MonotonicClock;

/**
 * What became of the notifications of this process, kept for those who look on: bounded, whatever is sent, and cheap for
 * those who send. Thread-safe.
 */
public final class Traffic implements DeliveryListener {

    private final MonotonicClock clock;
    private final Rates rates = new Rates();
    private final Receivers receivers = new Receivers();
    private final LastAttempts all = new LastAttempts();
    private final LastAttempts lost = new LastAttempts();

    public Traffic(MonotonicClock clock) {
        this.clock = clock;
    }

    @Override
    public void ended(DeliveryAttempt attempt) {
        long end = now();
        boolean delivered = attempt.outcome().delivered();
        String receiver = attempt.delivery().receiver().shown();
        rates.add(end / 1000, delivered);
        all.add(attempt);
        if (delivered) {
            receivers.delivered(receiver, end);
        } else {
            receivers.lost(receiver, attempt.outcome().words(), end);
            lost.add(attempt);
        }
    }

    /** @return the present in milliseconds, by the clock of {@link #rates} and {@link #receivers} */
    long now() {
        return clock.millis();
    }

    /** @return the time of the wall clock for one in milliseconds of {@link #receivers} */
    Instant onWallClock(long millis) {
        return clock.toWallClock(Instant.ofEpochMilli(millis));
    }

    Rates rates() {
        return rates;
    }

    Receivers receivers() {
        return receivers;
    }

    /** @return the last attempts, all of them or only those that were lost */
    LastAttempts attempts(boolean onlyLost) {
        return onlyLost ? lost : all;
    }
}
