package org.campaignstatus.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * The rate at which a campaign group or calling list processes its records, from the last two counts by their times, not by
 * arrival; of two counts of the same time the one that arrived later stays. Not thread-safe.
 */
final class ProcessingRate {

    private static final double NANOS = 1e9;

    private Count earlier;
    private Count latest;

    /** @param processed since the load */
    record Count(Instant time, double ready, double processed) {}

    void add(Count count) {
        if (latest == null || count.time().isAfter(latest.time())) {
            earlier = latest;
            latest = count;
        } else if (count.time().equals(latest.time())) {
            latest = count;
        } else if (earlier == null || !count.time().isBefore(earlier.time())) {
            earlier = count;
        }
    }

    boolean isLaterThan(Instant time) {
        return latest != null && latest.time().isAfter(time);
    }

    /** @return the records that were ready at the last count; only if there is a {@link #speed} */
    double ready() {
        return latest.ready();
    }

    /**
     * Δ records processed / Δ time. A count that went down was restarted.
     *
     * @return records per second, 0 if there was no progress; empty with fewer than two counts of this load
     */
    OptionalDouble speed(ValidityWindow window) {
        if (earlier == null
                || !window.spans(earlier.time(), latest.time())
                || latest.processed() < earlier.processed()) {
            return OptionalDouble.empty();
        }
        Duration between = Duration.between(earlier.time(), latest.time());
        double seconds = between.getSeconds() + between.getNano() / NANOS;
        return OptionalDouble.of((latest.processed() - earlier.processed()) / seconds);
    }

    /** @return records ready / speed, in seconds; empty without a speed or without progress */
    OptionalDouble timeToComplete(ValidityWindow window) {
        OptionalDouble speed = speed(window);
        return speed.isEmpty() ? speed : Statistic.quotient(ready(), speed.getAsDouble());
    }
}
