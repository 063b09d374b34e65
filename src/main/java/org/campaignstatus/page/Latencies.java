package org.campaignstatus.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers and durations of one receiver's attempts over each range: counted in classes of durations a fifth apart, in a few
 * slots of each range, of which the oldest is dropped; so memory is fixed, and a number covers between five sixths of its
 * range and all of it. Thread-safe.
 */
final class Latencies {

    private static final int SLOTS = 6;

    /** From a millisecond to about a minute and a half. */
    private static final int CLASSES = 64;

    private static final double STEP = 1.2;
    private static final double LOG_OF_STEP = Math.log(STEP);

    private final List<Range> ranges = new ArrayList<>();

    /**
     * @param delivered number of delivered attempts
     * @param failed number of failed ones
     * @param p50 half of the attempts took at most this many seconds; NaN if there was none
     * @param p99 99 of 100 attempts took at most this many seconds; NaN if there was none
     */
    record Summary(long delivered, long failed, double p50, double p99) {}

    Latencies() {
        for (TimeRange range : TimeRange.values()) {
            ranges.add(new Range(range.seconds() * 1000L * TimeRange.STEPS / SLOTS));
        }
    }

    synchronized void add(boolean delivered, long millis, long now) {
        int index = classOf(millis);
        ranges.forEach(range -> range.slot(now).add(delivered, index));
    }

    synchronized Summary summary(TimeRange range, long now) {
        return ranges.get(range.ordinal()).summary(now);
    }

    private static int classOf(long millis) {
        return millis <= 1 ? 0 : (int) Math.min(CLASSES - 1, Math.ceil(Math.log(millis) / LOG_OF_STEP));
    }

    private static final class Range {

        private final long millis;
        private final Slot[] slots = new Slot[SLOTS];

        Range(long millis) {
            this.millis = millis;
        }

        Slot slot(long now) {
            long number = Math.floorDiv(now, millis);
            int index = (int) Math.floorMod(number, (long) SLOTS);
            if (slots[index] == null || slots[index].number < number) {
                slots[index] = new Slot(number);
            }
            return slots[index];
        }

        Summary summary(long now) {
            Slot sum = new Slot(0);
            long oldest = Math.floorDiv(now, millis) - SLOTS;
            for (Slot slot : slots) {
                if (slot != null && slot.number > oldest) {
                    sum.add(slot);
                }
            }
            return new Summary(sum.delivered, sum.failed, sum.quantile(0.5), sum.quantile(0.99));
        }
    }

    private static final class Slot {

        private final long number;
        private final int[] byClass = new int[CLASSES];
        private long delivered;
        private long failed;

        Slot(long number) {
            this.number = number;
        }

        void add(boolean isDelivered, int index) {
            byClass[index]++;
            delivered += isDelivered ? 1 : 0;
            failed += isDelivered ? 0 : 1;
        }

        void add(Slot other) {
            delivered += other.delivered;
            failed += other.failed;
            for (int i = 0; i < CLASSES; i++) {
                byClass[i] += other.byClass[i];
            }
        }

        /** @return the upper end of the class that holds that part of the attempts, in seconds */
        double quantile(double part) {
            long rank = (long) Math.ceil((delivered + failed) * part);
            long passed = 0;
            for (int i = 0; i < CLASSES && rank > 0; i++) {
                passed += byClass[i];
                if (passed >= rank) {
                    return Math.pow(STEP, i) / 1000;
                }
            }
            return Double.NaN;
        }
    }
}
