package org.campaignstatus.util;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts events by period, for instance by second, over the latest periods. Thread-safe, without a lock. */
public final class SlidingWindowCounter {

    private final AtomicReferenceArray<Slot> slots;

    private record Slot(long period, LongAdder count) {}

    /** @param periods the length of the window */
    public SlidingWindowCounter(int periods) {
        slots = new AtomicReferenceArray<>(periods);
    }

    /** @param period number of a period; an event of one that the window has passed is not counted */
    public void increment(long period) {
        int index = index(period);
        Slot slot = slots.get(index);
        while (slot == null || slot.period() < period) {
            slots.compareAndSet(index, slot, new Slot(period, new LongAdder()));
            slot = slots.get(index);
        }
        if (slot.period() == period) {
            slot.count().increment();
        }
    }

    /** @return the counts of that many periods, of which {@code latest} is the last */
    public long[] counts(long latest, int periods) {
        long[] counts = new long[periods];
        for (int i = 0; i < periods; i++) {
            long period = latest - periods + 1 + i;
            Slot slot = slots.get(index(period));
            counts[i] = slot != null && slot.period() == period ? slot.count().sum() : 0;
        }
        return counts;
    }

    /** @return the sum of the counts of the window that ends with that period */
    public long sum(long latest) {
        return Arrays.stream(counts(latest, slots.length())).sum();
    }

    private int index(long period) {
        return (int) Math.floorMod(period, (long) slots.length());
    }
}
