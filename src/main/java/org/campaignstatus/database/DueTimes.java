package org.campaignstatus.database;

/**
 * When the periodic message of a campaign group is due next. From the second one on the due times drift, by at most a
 * twenty-fifth of the interval at a time, to a place of the campaign group's own within the interval: thousands that were
 * loaded in one go do not stay one burst. All times are milliseconds since 1970.
 */
public final class DueTimes {

    /** By which part of the interval a due time drifts at most; no plan reaches further than an interval and that. */
    public static final int LARGEST_DRIFT = 25;

    private DueTimes() {}

    /**
     * @param at when the message was due that is sent now
     * @param period the interval, more than 0
     * @return when the next one is due; what was missed in between is not made up for
     */
    public static long next(int campaignGroup, long at, long period, long now) {
        long next = at + period + drift(campaignGroup, at, period);
        return next > now ? next : now + period;
    }

    /**
     * @param last when the last message was sent
     * @param period an interval that has changed since, more than 0
     * @return when the next one is due; what the change makes overdue is spread over the new interval
     */
    public static long replanned(int campaignGroup, long last, long period, long now) {
        long at = last + period;
        return at > now ? at : spread(campaignGroup, period, now);
    }

    /** @return the next time at the campaign group's own place in the interval */
    public static long spread(int campaignGroup, long period, long now) {
        return now + Math.floorMod(place(campaignGroup) - now, period);
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
}
