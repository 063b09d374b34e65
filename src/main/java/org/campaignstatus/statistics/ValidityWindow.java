package org.campaignstatus.statistics;

import java.time.Duration;
import java.time.Instant;

/**
 * The stretch of time that counts now: not older than the longest age, and of this load.
 *
 * @param now the present
 * @param since when the campaign group was loaded; null if that is unknown
 * @param maxAge how old a statistic may be
 */
record ValidityWindow(Instant now, Instant since, Duration maxAge) {

    /**
     * The two samples of a speed may lie this many longest ages apart: a feed with one message every longest age stays
     * usable when it comes late and loses a message, and a speed does not average over a night without a feed.
     */
    private static final int LONGEST_SPAN = 3;

    /** @return whether a statistic of this time is valid; at exactly the max age it is */
    boolean covers(Instant time) {
        return isOfThisLoad(time) && Duration.between(time, now).compareTo(maxAge) <= 0;
    }

    /** @return whether two samples, the later of them covered, make a speed that still counts */
    boolean spans(Instant earlier, Instant latest) {
        return covers(latest)
                && isOfThisLoad(earlier)
                && Duration.between(earlier, latest).dividedBy(LONGEST_SPAN).compareTo(maxAge) <= 0;
    }

    private boolean isOfThisLoad(Instant time) {
        return since == null || !time.isBefore(since);
    }
}
