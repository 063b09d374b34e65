package org.campaignstatus.page;

import org.campaignstatus.notification.Attempt;
import org.campaignstatus.notification.AttemptListener;

/**
 * What became of the notifications of this process, kept for those who look on: bounded, whatever is sent, and cheap for
 * those who send. Thread-safe.
 */
public final class Traffic implements AttemptListener {

    private final Rates rates = new Rates();
    private final Receivers receivers = new Receivers();
    private final LastAttempts all = new LastAttempts();
    private final LastAttempts lost = new LastAttempts();

    @Override
    public void ended(Attempt attempt) {
        long end = attempt.begun().toEpochMilli() + attempt.duration().toMillis();
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
