package org.campaignstatus.statistics;

import static org.campaignstatus.statistics.Statistic.TIME_TO_COMPLETE;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The latest value of each statistic of a campaign group or calling list, and the rate of its records. Not thread-safe. */
final class LatestStatistics {

    private final Map<Statistic, TimedValue> latest = new EnumMap<>(Statistic.class);
    private final ProcessingRate rate = new ProcessingRate();

    private record TimedValue(OptionalDouble value, Instant time) {

        /** @return the later one by time; the other one if the times are equal */
        TimedValue orLater(TimedValue other) {
            return other.time.isBefore(time) ? this : other;
        }
    }

    void accept(Measurements measurements, Instant time) {
        measurements
                .statistics()
                .forEach((statistic, value) ->
                        latest.merge(statistic, new TimedValue(value, time), TimedValue::orLater));
        measurements.records(time).ifPresent(rate::add);
    }

    ProcessingRate rate() {
        return rate;
    }

    /** @return the latest value, unless it has expired */
    OptionalDouble value(Statistic statistic, ValidityWindow window) {
        TimedValue last = latest.get(statistic);
        return last != null && window.covers(last.time()) ? last.value() : OptionalDouble.empty();
    }

    /** @return the ready value or, if the counts are later, that of the counts: unknown until there are two of them */
    OptionalDouble timeToComplete(ValidityWindow window) {
        TimedValue last = latest.get(TIME_TO_COMPLETE);
        return last == null || rate.isLaterThan(last.time())
                ? rate.timeToComplete(window)
                : value(TIME_TO_COMPLETE, window);
    }

    /** @return the time of the last message if the time to complete is unknown in it; else the distant past */
    Instant timeToCompleteUnknownAt() {
        TimedValue last = latest.get(TIME_TO_COMPLETE);
        return last == null || last.value().isPresent() ? Instant.MIN : last.time();
    }
}
