package org.campaignstatus.statistics;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

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

    /** @return whether both have the same counts of the campaign group's records, or none */
    public boolean countsSameRecordsAs(StatisticsSample other) {
        return measurements.records(time).equals(other.measurements.records(time));
    }

    /** @return the same without the counts of the campaign group's records */
    public StatisticsSample withoutRecords() {
        Map<StatisticCounter, Double> others = new EnumMap<>(StatisticCounter.class);
        others.putAll(measurements.counters());
        others.keySet().removeAll(Set.of(StatisticCounter.RECORDS_READY, StatisticCounter.RECORDS_PROCESSED));
        return new StatisticsSample(campaignGroup, time, new Measurements(measurements.values(), others), callingLists);
    }
}
