package org.campaignstatus.page;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.campaignstatus.delivery.DeliveryAttempt;

/** The last attempts. Thread-safe, without a lock. */
final class LastAttempts {

    static final int MAX_ATTEMPTS = 200;

    /** Longer JSON is not shown. */
    static final int MAX_JSON_BYTES = 32 * 1024;

    private final AtomicLong newest = new AtomicLong();
    private final AtomicReferenceArray<Numbered> slots = new AtomicReferenceArray<>(MAX_ATTEMPTS);

    /**
     * @param number of the attempt, from 1
     * @param attempt its JSON is null if it was too long
     * @param length of the JSON in bytes
     */
    record Numbered(long number, DeliveryAttempt attempt, int length) {

        static Numbered of(long number, DeliveryAttempt attempt) {
            int length = attempt.json().length;
            return new Numbered(number, length <= MAX_JSON_BYTES ? attempt : withoutJson(attempt), length);
        }

        private static DeliveryAttempt withoutJson(DeliveryAttempt attempt) {
            return new DeliveryAttempt(
                    attempt.delivery(), null, attempt.outcome(), attempt.begun(), attempt.duration());
        }
    }

    void add(DeliveryAttempt attempt) {
        long number = newest.incrementAndGet();
        slots.set((int) (number % MAX_ATTEMPTS), Numbered.of(number, attempt));
    }

    /** @return the number of the last attempt; 0 if there was none */
    long newest() {
        return newest.get();
    }

    /** @return up to {@code max} attempts with smaller numbers, the newest first */
    List<Numbered> before(long number, int max) {
        long last = newest.get();
        List<Numbered> found = new ArrayList<>();
        for (long next = Math.min(number - 1, last);
                next > 0 && next > last - MAX_ATTEMPTS && found.size() < max;
                next--) {
            Numbered attempt = slots.get((int) (next % MAX_ATTEMPTS));
            // the slot may not be written yet, or be overwritten already
            if (attempt != null && attempt.number() == next) {
                found.add(attempt);
            }
        }
        return found;
    }
}
