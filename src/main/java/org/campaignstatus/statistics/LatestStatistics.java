package org.campaignstatus.statistics;

import static org.campaignstatus.statistics.Statistic.TIME_TO_COMPLETE;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * All that is known about one campaign group or one calling list: the latest value of each statistic, with its own
 * time, and the last two counts of records. Not thread-safe.
 */
final class LatestStatistics {

    private final Map<Statistic, TimedValue> latest = new EnumMap<>(Statistic.class);
    private final ProcessingRate pace = new ProcessingRate();

    void accept(Measurements measurements, Instant time) {
        measurements
                .statistics()
                .forEach((statistic, value) ->
                        latest.merge(statistic, new TimedValue(value, time), TimedValue::orLater));
        measurements.records(time).ifPresent(pace::add);
    }

    ProcessingRate pace() {
        return pace;
    }

    /** @return the latest value, unless it has expired */
    OptionalDouble value(Statistic statistic, ValidityWindow window) {
        TimedValue last = latest.get(statistic);
        return last != null && window.covers(last.time()) ? last.value() : OptionalDouble.empty();
    }

    /** @return the ready value or, if the counts are later, what they make: unknown while there are not two of them */
    OptionalDouble timeToComplete(ValidityWindow window) {
        TimedValue last = latest.get(TIME_TO_COMPLETE);
        return last == null || pace.isLaterThan(last.time())
                ? pace.timeToComplete(window)
                : value(TIME_TO_COMPLETE, window);
    }

    /** @return when a message last said that the time to complete is unknown; the distant past if the last did not */
    Instant timeToCompleteUnknownAt() {
        TimedValue last = latest.get(TIME_TO_COMPLETE);
        return last == null || last.value().isPresent() ? Instant.MIN : last.time();
    }
}
