package org.campaignstatus.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntFunction;

/**
 * When the periodic message of each active campaign group is due. The first one is due one interval after the campaign
 * group became active. From then on the due times drift, by at most a twenty-fifth of the interval at a time, to a place
 * of the campaign group's own within the interval: thousands that were loaded in one go do not stay one burst.
 * Thread-safe.
 */
final class PeriodicSchedule {

    private static final int LARGEST_DRIFT = 25;

    /** One campaign group's turn. Superseded ones stay in the queue until their time and are then passed over. */
    private record Due(int campaignGroup, long last, long at) {}

    private final IntFunction<Duration> interval;
    private final Map<Integer, Due> current = new HashMap<>();
    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::at));

    /** @param interval from a DBID to its period; zero for no periodic messages */
    PeriodicSchedule(IntFunction<Duration> interval) {
        this.interval = interval;
    }

    /** Begins the periods of a campaign group that has become active. */
    synchronized void begin(int campaignGroup, Instant now) {
        long period = period(campaignGroup);
        put(new Due(campaignGroup, now.toEpochMilli(), period == 0 ? Long.MAX_VALUE : now.toEpochMilli() + period));
    }

    /** Ends the periods of a campaign group that is not active any more. */
    synchronized void end(int campaignGroup) {
        current.remove(campaignGroup);
    }

    /** @return the campaign groups that are due, the ones that have been due for longest first */
    synchronized List<Integer> due(Instant now) {
        List<Integer> due = new ArrayList<>();
        long millis = now.toEpochMilli();
        for (Due next = queue.peek(); next != null && next.at() <= millis; next = queue.peek()) {
            queue.poll();
            if (current.get(next.campaignGroup()) == next) {
                due.add(next.campaignGroup());
                put(after(next, millis));
            }
        }
        return due;
    }

    /** Applies intervals that have changed; what they make overdue is spread over the new interval. */
    synchronized void replan(Instant now) {
        List<Due> all = List.copyOf(current.values());
        queue.clear();
        for (Due old : all) {
            long period = period(old.campaignGroup());
            long at = old.last() + period;
            if (period == 0) {
                at = Long.MAX_VALUE;
            } else if (at <= now.toEpochMilli()) {
                at = now.toEpochMilli() + Math.floorMod(place(old.campaignGroup()) - now.toEpochMilli(), period);
            }
            put(new Due(old.campaignGroup(), old.last(), at));
        }
    }

    private void put(Due due) {
        current.put(due.campaignGroup(), due);
        if (due.at() != Long.MAX_VALUE) {
            queue.add(due);
        }
    }

    private Due after(Due due, long now) {
        long period = period(due.campaignGroup());
        if (period == 0) {
            return new Due(due.campaignGroup(), now, Long.MAX_VALUE);
        }
        long next = due.at() + period + drift(due.campaignGroup(), due.at(), period);
        return new Due(due.campaignGroup(), now, next > now ? next : now + period);
    }

    /** The shorter way from where the campaign group is in its interval to its own place, cut to what is allowed. */
    private static long drift(int campaignGroup, long at, long period) {
        long way = Math.floorMod(place(campaignGroup) - at, period);
        long shorter = way <= period / 2 ? way : way - period;
        long most = period / LARGEST_DRIFT;
        return Math.max(-most, Math.min(most, shorter));
    }

    /** A number that scatters neighbouring DBIDs evenly over any interval (Fibonacci hashing). */
    private static long place(int campaignGroup) {
        return (campaignGroup * 0x9E3779B97F4A7C15L) >>> 24;
    }

    private long period(int campaignGroup) {
        return interval.apply(campaignGroup).toMillis();
    }
}
