package org.campaignstatus.statistics;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One message of the statistics feed, checked and complete. Immutable and thread-safe.
 *
 * @param campaignGroup DBID
 * @param time when it was true; never later than its arrival
 * @param figures what it says about the campaign group
 * @param callingLists what it says about calling lists, by DBID
 */
public record StatisticsSample(
        int campaignGroup, Instant time, Measurements figures, Map<Integer, Measurements> callingLists) {

    public StatisticsSample {
        callingLists = Collections.unmodifiableMap(new LinkedHashMap<>(callingLists));
    }
}
