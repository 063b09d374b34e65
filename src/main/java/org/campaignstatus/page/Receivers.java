package org.campaignstatus.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.campaignstatus.util.SlidingWindowCounter;

/**
 * The failed notifications by receiver and reason, since the start. Beyond a number of receivers, and of reasons of one
 * receiver, they are counted as one. Thread-safe. Times are milliseconds by a monotonic clock.
 */
final class Receivers {

    static final int MAX_RECEIVERS = 500;
    static final int MAX_REASONS = 20;
    static final String OTHERS = "other receivers";
    static final String OTHER_REASONS = "other reasons";

    private static final int RECENT_MINUTES = 5;

    private final Map<String, Receiver> byAddress = new ConcurrentHashMap<>();

    /**
     * @param receiver the address, without its query
     * @param reason the outcome in words
     * @param count number of notifications since the start
     * @param recently number of them in the current minute and the four before
     * @param first time of the first one
     * @param last time of the last one
     * @param delivered when the receiver last accepted a notification; 0 for never
     */
    record Failures(String receiver, String reason, long count, long recently, long first, long last, long delivered) {}

    /**
     * @param receiver the address, without its query
     * @param numbers of the attempts over a range
     * @param failing since when each notification has failed; 0 if the last one was delivered
     * @param reason the outcome of the last failed one; empty if there is none
     * @param delivered when the receiver last accepted a notification; 0 for never
     */
    record Totals(String receiver, Latencies.Summary numbers, long failing, String reason, long delivered) {}

    void delivered(String receiver, long took, long now) {
        Receiver one = receiver(receiver);
        one.latencies.add(true, took, now);
        one.delivered(now);
    }

    void failed(String receiver, String reason, long took, long now) {
        Receiver one = receiver(receiver);
        one.latencies.add(false, took, now);
        one.failed(reason, now);
    }

    private Receiver receiver(String address) {
        Receiver receiver = byAddress.get(address);
        if (receiver != null) {
            return receiver;
        }
        return byAddress.computeIfAbsent(byAddress.size() < MAX_RECEIVERS ? address : OTHERS, name -> new Receiver());
    }

    /** @return the latest ones first */
    List<Failures> failures(long now, int max) {
        List<Failures> all = new ArrayList<>();
        byAddress.forEach((address, receiver) -> receiver.addTo(all, address, now));
        all.sort(Comparator.comparingLong(Failures::last).reversed().thenComparing(Failures::receiver));
        return all.subList(0, Math.min(max, all.size()));
    }

    /** @return those with attempts in the range, or that fail; the ones that fail first, then by address */
    List<Totals> totals(TimeRange range, long now) {
        List<Totals> all = new ArrayList<>();
        byAddress.forEach((address, receiver) -> all.add(receiver.totals(address, range, now)));
        all.removeIf(one ->
                one.failing() == 0 && one.numbers().delivered() + one.numbers().failed() == 0);
        all.sort(Comparator.comparing((Totals one) -> one.failing() == 0)
                .thenComparing(one -> -one.numbers().failed())
                .thenComparing(Totals::receiver));
        return all;
    }

    private static final class Receiver {

        private final Map<String, Reason> byReason = new TreeMap<>();
        private final Latencies latencies = new Latencies();
        private volatile long delivered;
        private volatile long failing;
        private String lastReason = "";

        void delivered(long now) {
            delivered = now;
            if (failing != 0) {
                failing = 0;
            }
        }

        synchronized Totals totals(String address, TimeRange range, long now) {
            return new Totals(address, latencies.summary(range, now), failing, lastReason, delivered);
        }

        synchronized void failed(String reason, long now) {
            if (failing == 0) {
                failing = now;
            }
            lastReason = reason;
            String name = byReason.containsKey(reason) || byReason.size() < MAX_REASONS ? reason : OTHER_REASONS;
            byReason.computeIfAbsent(name, same -> new Reason(now)).failed(now);
        }

        synchronized void addTo(List<Failures> all, String address, long now) {
            byReason.forEach((reason, failed) -> all.add(new Failures(
                    address,
                    reason,
                    failed.count,
                    failed.byMinute.sum(now / 60_000),
                    failed.first,
                    failed.last,
                    delivered)));
        }
    }

    private static final class Reason {

        private final SlidingWindowCounter byMinute = new SlidingWindowCounter(RECENT_MINUTES);
        private final long first;
        private long last;
        private long count;

        Reason(long first) {
            this.first = first;
        }

        void failed(long now) {
            count++;
            last = Math.max(last, now);
            byMinute.increment(now / 60_000);
        }
    }
}
