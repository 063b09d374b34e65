package org.campaignstatus.statistics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The statistics of one campaign group in a notification. Immutable.
 *
 * @param busyFactor busy / (busy + ready) time of the agents; a fraction, 0.85 is 85 %; null if unknown
 * @param hitRatio answered / attempts; a fraction, at least 0; null if unknown
 * @param overdialRate (abandoned + dropped) / answered; a fraction, at least 0; null if unknown
 * @param timeToComplete seconds, at least 0; null if unknown
 * @param callingLists by DBID, in the order of the configuration
 */
public record CampaignGroupStatistics(
        Double busyFactor,
        Double hitRatio,
        Double overdialRate,
        Double timeToComplete,
        Map<Integer, CallingListStatistics> callingLists) {

    public static final CampaignGroupStatistics UNKNOWN = new CampaignGroupStatistics(null, null, null, null, Map.of());

    /** @throws IllegalArgumentException if a number is negative, infinite or not a number */
    public CampaignGroupStatistics {
        busyFactor = Statistic.BUSY_FACTOR.checkedOrNull(busyFactor);
        hitRatio = Statistic.HIT_RATIO.checkedOrNull(hitRatio);
        overdialRate = Statistic.OVERDIAL_RATE.checkedOrNull(overdialRate);
        timeToComplete = Statistic.TIME_TO_COMPLETE.checkedOrNull(timeToComplete);
        callingLists = Collections.unmodifiableMap(new LinkedHashMap<>(callingLists));
    }

    /** @return all unknown for one that has no entry */
    public CallingListStatistics callingList(int dbid) {
        return callingLists.getOrDefault(dbid, CallingListStatistics.UNKNOWN);
    }
}
