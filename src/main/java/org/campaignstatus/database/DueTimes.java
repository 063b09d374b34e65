package org.campaignstatus.database;

/**
 * When the periodic message of a campaign group is due next. From the second one on the due times drift to a place of the
 * campaign group's own within the interval, so that thousands that were loaded in one go do not stay one burst. All times
 * are milliseconds since 1970, all periods more than 0.
 */
final class DueTimes {

    /** The divisor of the interval that gives the largest drift at a time; no plan reaches further than both. */
    static final int LARGEST_DRIFT = 25;

    private DueTimes() {}

    /**
     * @param at when the message was due that is sent now
     * @return when the next one is due; missed ones are not made up for
     */
    static long next(int campaignGroup, long at, long period, long now) {
        long next = at + period + drift(campaignGroup, at, period);
        return next > now ? next : now + period;
    }

    /**
     * @param last when the last message was sent
     * @param period an interval that has changed since
     * @return when the next one is due; one that the change makes overdue, within the new interval
     */
    static long replanned(int campaignGroup, long last, long period, long now) {
        long at = last + period;
        return at > now ? at : spread(campaignGroup, period, now);
    }

    /** @return the next time at the campaign group's own place in the interval */
    static long spread(int campaignGroup, long period, long now) {
        return now + Math.floorMod(place(campaignGroup) - now, period);
    }

    /** The shorter way from the present place in the interval to the campaign group's own, limited to the largest drift. */
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
}
