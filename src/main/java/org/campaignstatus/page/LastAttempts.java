package org.campaignstatus.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.campaignstatus.delivery.DeliveryAttempt;

/** The last attempts, without what a receiver is shown beside the JSON. Thread-safe, without a lock. */
final class LastAttempts {

    /** The most that are kept. */
    static final int MAX_ATTEMPTS = 200;

    /** Bytes of the longest JSON that is kept. */
    static final int MAX_JSON_BYTES = 32 * 1024;

    private final AtomicLong newest = new AtomicLong();
    private final AtomicReferenceArray<Kept> slots = new AtomicReferenceArray<>(MAX_ATTEMPTS);

    /**
     * What is kept of an attempt.
     *
     * @param number counts the attempts, from 1
     * @param kind what kind of notification it was
     * @param json what was sent, or null if that is too long to be kept
     * @param length bytes that were sent
     */
    record Kept(
            long number,
            String campaignGroup,
            String dbid,
            String kind,
            String receiver,
            boolean delivered,
            String outcome,
            Instant begun,
            Duration duration,
            byte[] json,
            int length) {

        static Kept of(long number, DeliveryAttempt attempt) {
            byte[] json = attempt.json();
            return new Kept(
                    number,
                    attempt.delivery().campaignGroup(),
                    Integer.toString(attempt.delivery().event().campaignGroup()),
                    attempt.delivery().event().kind(),
                    attempt.delivery().receiver().shown(),
                    attempt.outcome().delivered(),
                    attempt.outcome().words(),
                    attempt.begun(),
                    attempt.duration(),
                    json.length <= MAX_JSON_BYTES ? json : null,
                    json.length);
        }
    }

    void add(DeliveryAttempt attempt) {
        long number = newest.incrementAndGet();
        slots.set((int) (number % MAX_ATTEMPTS), Kept.of(number, attempt));
    }

    /** @return the number of the last attempt; 0 if there was none */
    long newest() {
        return newest.get();
    }

    /** @return the attempts whose numbers are smaller, the newest first */
    List<Kept> before(long number, int most) {
        long last = newest.get();
        List<Kept> found = new ArrayList<>();
        for (long next = Math.min(number - 1, last);
                next > 0 && next > last - MAX_ATTEMPTS && found.size() < most;
                next--) {
            Kept kept = slots.get((int) (next % MAX_ATTEMPTS));
            // one that is being added, or was overtaken by later ones, is passed over
            if (kept != null && kept.number() == next) {
                found.add(kept);
            }
        }
        return found;
    }
}
