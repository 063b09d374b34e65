package org.campaignstatus.statistics;

/**
 * The statistics of one calling list in a notification. Immutable.
 *
 * @param hitRatio answered / attempts; a fraction, at least 0; null if unknown
 * @param timeToComplete seconds, at least 0; null if unknown
 */
public record CallingListStatistics(Double hitRatio, Double timeToComplete) {

    public static final CallingListStatistics UNKNOWN = new CallingListStatistics(null, null);

    /** @throws IllegalArgumentException if a number is negative, infinite or not a number */
    public CallingListStatistics {
        hitRatio = Statistic.HIT_RATIO.checkedOrNull(hitRatio);
        timeToComplete = Statistic.TIME_TO_COMPLETE.checkedOrNull(timeToComplete);
    }
}
