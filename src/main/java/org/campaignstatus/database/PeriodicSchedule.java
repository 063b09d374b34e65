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

    private static final long NEVER = Long.MAX_VALUE;

    /**
     * The plan of an active campaign group. Its time changes only while it is not in the queue; one that is superseded stays
     * there until its time. A hundred thousand plans a second make no garbage: it would be old enough to be collected in full
     * collections only.
     */
    private static final class Due {
        private final int campaignGroup;
        private long period;
        private long last;
        private long at;
        private boolean superseded;

        /** @param period in milliseconds; 0 for no periodic messages */
        Due(int campaignGroup, long period, long at) {
            this.campaignGroup = campaignGroup;
            this.period = period;
            this.at = period == 0 ? NEVER : at;
            this.last = at - period;
        }

        void goOn(long now) {
            at = DueTimes.next(campaignGroup, at, period, now);
            last = now;
        }

        void replan(long changed, long now) {
            period = changed;
            at = changed == 0 ? NEVER : DueTimes.replanned(campaignGroup, last, changed, now);
        }
    }

    private final IntFunction<Duration> interval;
    private final Map<Integer, Due> current = new HashMap<>();
    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(due -> due.at));

    /** @param interval from a DBID to its period, asked when it begins and at each {@link #replan}; zero for no messages */
    PeriodicSchedule(IntFunction<Duration> interval) {
        this.interval = interval;
    }

    synchronized void begin(int campaignGroup, Instant now) {
        long period = period(campaignGroup);
        put(new Due(campaignGroup, period, now.toEpochMilli() + period));
    }

    /** Goes on with the periods of a campaign group that was active before this process was. */
    synchronized void resume(int campaignGroup, Instant now) {
        long period = period(campaignGroup);
        long millis = now.toEpochMilli();
        put(new Due(campaignGroup, period, period == 0 ? millis : DueTimes.spread(campaignGroup, period, millis)));
    }

    synchronized void end(int campaignGroup) {
        supersede(current.remove(campaignGroup));
    }

    /** @return the campaign groups that are due, the most overdue first; their next periods begin */
    synchronized List<Integer> due(Instant now) {
        List<Integer> due = new ArrayList<>();
        long millis = now.toEpochMilli();
        for (Due next = first(); next != null && next.at <= millis; next = first()) {
            due.add(next.campaignGroup);
            queue.poll();
            next.goOn(millis);
            queue.add(next);
        }
        return due;
    }

    /** @return the campaign groups that will be due before a time, in no order; takes time in proportion to all of them */
    synchronized List<Integer> dueBefore(Instant time) {
        long millis = time.toEpochMilli();
        return queue.stream()
                .filter(due -> due.at < millis && !due.superseded)
                .map(due -> due.campaignGroup)
                .toList();
    }

    /** @return when the next periodic message of a campaign group is due; null for none */
    synchronized Instant next(int campaignGroup) {
        Due next = current.get(campaignGroup);
        return next == null || next.at == NEVER ? null : Instant.ofEpochMilli(next.at);
    }

    /** @return for how long the most overdue campaign group has been due; zero if none is */
    synchronized Duration overdue(Instant now) {
        Due first = first();
        return Duration.ofMillis(first == null ? 0 : Math.max(0, now.toEpochMilli() - first.at));
    }

    /** Applies intervals that have changed. */
    synchronized void replan(Instant now) {
        queue.clear();
        for (Due due : current.values()) {
            due.replan(period(due.campaignGroup), now.toEpochMilli());
            enqueue(due);
        }
    }

    private Due first() {
        while (!queue.isEmpty() && queue.peek().superseded) {
            queue.poll();
        }
        return queue.peek();
    }

    private void put(Due due) {
        supersede(current.put(due.campaignGroup, due));
        enqueue(due);
    }

    private static void supersede(Due former) {
        if (former != null) {
            former.superseded = true;
        }
    }

    private void enqueue(Due due) {
        if (due.at != NEVER) {
            queue.add(due);
        }
    }

    private long period(int campaignGroup) {
        return interval.apply(campaignGroup).toMillis();
    }
}
