package org.campaignstatus.statistics;

import java.time.Duration;
import java.time.Instant;

/**
 * The time in which statistics are valid: not older than the max age, and of this load.
 *
 * @param since when the campaign group was loaded; null if that is unknown
 */
record ValidityWindow(Instant now, Instant since, Duration maxAge) {

    /**
     * In max ages between the two samples of a speed: a feed with one message every max age may come late and lose a message,
     * but a speed is no average over a night without a feed.
     */
    private static final int MAX_SPAN = 3;

    boolean covers(Instant time) {
        return isOfThisLoad(time) && Duration.between(time, now).compareTo(maxAge) <= 0;
    }

    /** @return whether two samples are close enough, and the later one valid, for a speed */
    boolean spans(Instant earlier, Instant latest) {
        return covers(latest)
                && isOfThisLoad(earlier)
                && Duration.between(earlier, latest).dividedBy(MAX_SPAN).compareTo(maxAge) <= 0;
    }

    private boolean isOfThisLoad(Instant time) {
        return since == null || !time.isBefore(since);
    }
}
