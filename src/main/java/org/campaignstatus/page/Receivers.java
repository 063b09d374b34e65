package org.campaignstatus.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was lost on the way to each receiver, and for what reason, since the start. Beyond a number of receivers, and of
 * reasons of one receiver, they are counted as one. Thread-safe. Times are milliseconds by a clock that nobody sets.
 */
final class Receivers {

    static final int MAX_RECEIVERS = 500;
    static final int MOST_REASONS = 20;
    static final String OTHERS = "other receivers";
    static final String OTHER_REASONS = "other reasons";

    private final Map<String, Receiver> byAddress = new ConcurrentHashMap<>();

    /**
     * What was lost.
     *
     * @param receiver the address, without its query
     * @param reason what happened, in words
     * @param count how many notifications, since the start
     * @param recently how many of them in about the last five minutes
     * @param first when it happened first
     * @param last when it happened last
     * @param delivered when the receiver last took a notification; 0 for never
     */
    record Loss(String receiver, String reason, long count, long recently, long first, long last, long delivered) {}

    void delivered(String receiver, long now) {
        receiver(receiver).delivered = now;
    }

    void lost(String receiver, String reason, long now) {
        receiver(receiver).lost(reason, now);
    }

    private Receiver receiver(String address) {
        Receiver known = byAddress.get(address);
        if (known != null) {
            return known;
        }
        return byAddress.computeIfAbsent(byAddress.size() < MAX_RECEIVERS ? address : OTHERS, name -> new Receiver());
    }

    /** @return what was lost last, latest first */
    List<Loss> losses(long now, int most) {
        List<Loss> losses = new ArrayList<>();
        byAddress.forEach((address, receiver) -> receiver.addLosses(address, now, losses));
        losses.sort(Comparator.comparingLong(Loss::last).reversed().thenComparing(Loss::receiver));
        return losses.subList(0, Math.min(most, losses.size()));
    }

    private static final class Receiver {

        private final Map<String, Losses> byReason = new TreeMap<>();
        private volatile long delivered;

        synchronized void lost(String reason, long now) {
            String kept = byReason.containsKey(reason) || byReason.size() < MOST_REASONS ? reason : OTHER_REASONS;
            byReason.computeIfAbsent(kept, name -> new Losses(now)).add(now);
        }

        synchronized void addLosses(String address, long now, List<Loss> to) {
            byReason.forEach((reason, losses) -> to.add(new Loss(
                    address, reason, losses.count, losses.recently(now), losses.first, losses.last, delivered)));
        }
    }

    /** What was lost for one reason, minute by minute. */
    private static final class Losses {

        private static final int MINUTES = 5;

        private final long first;
        private final long[] minutes = new long[MINUTES];
        private final long[] counts = new long[MINUTES];
        private long last;
        private long count;

        Losses(long first) {
            this.first = first;
        }

        void add(long now) {
            count++;
            last = Math.max(last, now);
            long minute = now / 60_000;
            int slot = (int) (minute % MINUTES);
            if (minutes[slot] != minute) {
                minutes[slot] = minute;
                counts[slot] = 0;
            }
            counts[slot]++;
        }

        long recently(long now) {
            long sum = 0;
            for (int slot = 0; slot < MINUTES; slot++) {
                sum += minutes[slot] > now / 60_000 - MINUTES ? counts[slot] : 0;
            }
            return sum;
        }
    }
}
