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

    /**
     * The plan of an active campaign group. It changes only while it is not in the queue; one that is superseded stays there
     * until its time and is then left out. That a hundred thousand plans a second make no garbage matters: they are old
     * enough to be collected in full collections only.
     */
    private static final class Due {
        private final int campaignGroup;
        private long last;
        private long at;

        Due(int campaignGroup, long last, long at) {
            this.campaignGroup = campaignGroup;
            this.last = last;
            this.at = at;
        }
    }

    private final IntFunction<Duration> interval;
    private final Map<Integer, Due> current = new HashMap<>();
    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(due -> due.at));

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
        for (Due next = queue.peek(); next != null && next.at <= millis; next = queue.peek()) {
            queue.poll();
            if (current.get(next.campaignGroup) == next) {
                due.add(next.campaignGroup);
                goOn(next, millis);
            }
        }
        return due;
    }

    /** @return when the next periodic message of a campaign group is due; null for none */
    synchronized Instant next(int campaignGroup) {
        Due next = current.get(campaignGroup);
        return next == null || next.at == Long.MAX_VALUE ? null : Instant.ofEpochMilli(next.at);
    }

    /** @return for how long the most overdue campaign group has been due; zero if none is */
    synchronized Duration overdue(Instant now) {
        while (!queue.isEmpty() && current.get(queue.peek().campaignGroup) != queue.peek()) {
            queue.poll();
        }
        long late = queue.isEmpty() ? 0 : now.toEpochMilli() - queue.peek().at;
        return Duration.ofMillis(Math.max(0, late));
    }

    /** Applies intervals that have changed. */
    synchronized void replan(Instant now) {
        queue.clear();
        long millis = now.toEpochMilli();
        for (Due due : current.values()) {
            long period = period(due.campaignGroup);
            due.at = period == 0 ? Long.MAX_VALUE : DueTimes.replanned(due.campaignGroup, due.last, period, millis);
            enqueue(due);
        }
    }

    private void put(Due due) {
        current.put(due.campaignGroup, due);
        enqueue(due);
    }

    private void enqueue(Due due) {
        if (due.at != Long.MAX_VALUE) {
            queue.add(due);
        }
    }

    private void goOn(Due due, long now) {
        long period = period(due.campaignGroup);
        due.at = period == 0 ? Long.MAX_VALUE : DueTimes.next(due.campaignGroup, due.at, period, now);
        due.last = now;
        enqueue(due);
    }

    private long period(int campaignGroup) {
        return interval.apply(campaignGroup).toMillis();
    }
}
