package org.campaignstatus.page;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** How many notifications ended in each of the last seconds. Thread-safe, without a lock. */
final class Rates {

    /** The seconds that are shown. */
    static final int SECONDS = 300;

    /** More than are shown, so that nobody reads a slot that is just being used again. */
    private static final int SLOTS = 512;

    private final AtomicReferenceArray<Second> slots = new AtomicReferenceArray<>(SLOTS);

    private record Second(long number, LongAdder delivered, LongAdder lost) {

        LongAdder count(boolean ofDelivered) {
            return ofDelivered ? delivered : lost;
        }
    }

    /** @param second by a clock that nobody sets; one that is older than those that are kept does not count any more */
    void add(long second, boolean delivered) {
        int slot = slot(second);
        Second now = slots.get(slot);
        while (now == null || now.number() < second) {
            slots.compareAndSet(slot, now, new Second(second, new LongAdder(), new LongAdder()));
            now = slots.get(slot);
        }
        if (now.number() == second) {
            now.count(delivered).increment();
        }
    }

    /** @return how many ended in each of the {@value #SECONDS} seconds before that one */
    long[] before(long second, boolean delivered) {
        long[] counts = new long[SECONDS];
        for (int i = 0; i < SECONDS; i++) {
            long number = second - SECONDS + i;
            Second then = slots.get(slot(number));
            counts[i] = then != null && then.number() == number
                    ? then.count(delivered).sum()
                    : 0;
        }
        return counts;
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SLOTS);
    }
}
