package org.campaignstatus.database;

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
 * The due times of the periodic messages of all active campaign groups, in memory. The first one is due one interval after
 * the campaign group became active, the later ones as {@link DueTimes} says. All times are by a monotonic clock.
 * Thread-safe.
 */
final class PeriodicSchedule {

    /** Superseded ones stay in the queue until their time and are then skipped. */
    private record Due(int campaignGroup, long last, long at) {}

    private final IntFunction<Duration> interval;
    private final Map<Integer, Due> current = new HashMap<>();
    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::at));

    /** @param interval from a DBID to its period; zero for no periodic messages */
    PeriodicSchedule(IntFunction<Duration> interval) {
        this.interval = interval;
    }

    synchronized void begin(int campaignGroup, Instant now) {
        long period = period(campaignGroup);
        put(new Due(campaignGroup, now.toEpochMilli(), period == 0 ? Long.MAX_VALUE : now.toEpochMilli() + period));
    }

    /** Goes on with the periods of a campaign group that was active before this process was. */
    synchronized void resume(int campaignGroup, Instant now) {
        long period = period(campaignGroup);
        long millis = now.toEpochMilli();
        long at = period == 0 ? Long.MAX_VALUE : DueTimes.spread(campaignGroup, period, millis);
        put(new Due(campaignGroup, at - period, at));
    }

    synchronized void end(int campaignGroup) {
        current.remove(campaignGroup);
    }

    /** @return the campaign groups that are due, the most overdue first; their next periods begin */
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

    /** @return when the next periodic message of a campaign group is due; null for none */
    synchronized Instant next(int campaignGroup) {
        Due next = current.get(campaignGroup);
        return next == null || next.at() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(next.at());
    }

    /** @return for how long the most overdue campaign group has been due; zero if none is */
    synchronized Duration overdue(Instant now) {
        while (!queue.isEmpty() && current.get(queue.peek().campaignGroup()) != queue.peek()) {
            queue.poll();
        }
        long late = queue.isEmpty() ? 0 : now.toEpochMilli() - queue.peek().at();
        return Duration.ofMillis(Math.max(0, late));
    }

    /** Applies intervals that have changed. */
    synchronized void replan(Instant now) {
        List<Due> all = List.copyOf(current.values());
        queue.clear();
        long millis = now.toEpochMilli();
        for (Due old : all) {
            long period = period(old.campaignGroup());
            long at =
                    period == 0 ? Long.MAX_VALUE : DueTimes.replanned(old.campaignGroup(), old.last(), period, millis);
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
        long at = period == 0 ? Long.MAX_VALUE : DueTimes.next(due.campaignGroup(), due.at(), period, now);
        return new Due(due.campaignGroup(), now, at);
    }

    private long period(int campaignGroup) {
        return interval.apply(campaignGroup).toMillis();
    }
}
