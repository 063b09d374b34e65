package org.campaignstatus.statistics;

import static org.campaignstatus.statistics.StatisticCounter.RECORDS_PROCESSED;
import static org.campaignstatus.statistics.StatisticCounter.RECORDS_READY;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The content of one message about one campaign group or calling list. Immutable.
 *
 * @param values the ready values; an empty one makes the statistic unknown
 */
record Measurements(Map<Statistic, OptionalDouble> values, Map<StatisticCounter, Double> counters) {

    /** @throws IllegalArgumentException if a number is negative, infinite, not a number, or a count over 2^53-1 */
    Measurements {
        Map<Statistic, OptionalDouble> checkedValues = new EnumMap<>(Statistic.class);
        values.forEach((statistic, value) -> checkedValues.put(
                statistic, value.isPresent() ? OptionalDouble.of(statistic.checked(value.getAsDouble())) : value));
        Map<StatisticCounter, Double> checkedCounters = new EnumMap<>(StatisticCounter.class);
        counters.forEach((counter, count) -> checkedCounters.put(counter, counter.checked(count)));
        values = Collections.unmodifiableMap(checkedValues);
        counters = Collections.unmodifiableMap(checkedCounters);
    }

    /**
     * A ready value wins over the counters, also an empty one. A ratio without one of its counters is left out; one with a
     * denominator of 0 is unknown.
     *
     * @return the statistics of this message alone; empty values are unknown from its time on
     */
    Map<Statistic, OptionalDouble> statistics() {
        Map<Statistic, OptionalDouble> statistics = new EnumMap<>(Statistic.class);
        for (Statistic statistic : Statistic.values()) {
            if (statistic.isRatioOf(counters.keySet())) {
                statistics.put(statistic, statistic.ratio(counters));
            }
        }
        statistics.putAll(values);
        return statistics;
    }

    /** @return the counts for the time to complete, if both are there */
    Optional<ProcessingRate.Count> records(Instant time) {
        Double ready = counters.get(RECORDS_READY);
        Double processed = counters.get(RECORDS_PROCESSED);
        return ready == null || processed == null
                ? Optional.empty()
                : Optional.of(new ProcessingRate.Count(time, ready, processed));
    }
}
