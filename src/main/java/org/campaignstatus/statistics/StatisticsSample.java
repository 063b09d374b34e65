package org.campaignstatus.statistics;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One message of the statistics feed. Immutable.
 *
 * @param campaignGroup DBID
 * @param time by the monotonic clock; never later than its arrival
 * @param callingLists by DBID
 */
public record StatisticsSample(
        int campaignGroup, Instant time, Measurements measurements, Map<Integer, Measurements> callingLists) {

    public StatisticsSample {
        callingLists = Collections.unmodifiableMap(new LinkedHashMap<>(callingLists));
    }
}
