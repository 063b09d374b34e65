package org.campaignstatus.statistics;

import java.time.Instant;
import java.util.OptionalDouble;

/** One statistic of a message, empty for unknown, and its time. */
record TimedValue(OptionalDouble value, Instant time) {

    /** @return the later of the two, whatever order they arrived in; the other one if both are of the same time */
    TimedValue orLater(TimedValue other) {
        return other.time.isBefore(time) ? this : other;
    }
}
