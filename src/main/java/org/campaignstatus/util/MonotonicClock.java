package org.campaignstatus.util;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that nobody can set. It starts with the time of the wall clock and then goes on evenly, whatever happens to the
 * wall clock. Due times, ages and windows go by it; the wall clock only stamps what is sent. Thread-safe.
 */
public final class MonotonicClock extends Clock {

    /** A smaller difference comes from a wall clock that is being slewed, or from reading two clocks one after the other. */
    private static final Duration SMALLEST_JUMP = Duration.ofMillis(100);

    private final Clock wallClock;
    private final LongSupplier nanoTime;
    private final Instant start;
    private final long startNanos;

    /** By how much the wall clock is ahead of this one. */
    private volatile Duration offset = Duration.ZERO;

    public MonotonicClock() {
        this(Clock.systemUTC(), System::nanoTime);
    }

    /**
     * @param wallClock the clock of the machine, which may be set at any time
     * @param nanoTime nanoseconds since any moment, never set back
     */
    public MonotonicClock(Clock wallClock, LongSupplier nanoTime) {
        this.wallClock = wallClock;
        this.nanoTime = nanoTime;
        this.start = wallClock.instant();
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanoTime.getAsLong() - startNanos);
    }

    /** @return the wall clock, for stamps */
    public Clock wallClock() {
        return wallClock;
    }

    /**
     * Converts a time of the wall clock, also one of another machine. Equal times have equal results as long as
     * the wall clock is not set.
     *
     * @return when this clock shows or showed what the wall clock shows or showed at that time, as it is set now
     */
    public Instant fromWallClock(Instant time) {
        return time.minus(offset());
    }

    /** @return what the wall clock, as it is set now, shows or showed when this clock shows or showed that time */
    public Instant toWallClock(Instant time) {
        return time.plus(offset());
    }

    private Duration offset() {
        Instant before = instant();
        Duration difference = Duration.between(before, wallClock.instant());
        boolean readAtOnce = Duration.between(before, instant()).compareTo(SMALLEST_JUMP) < 0;
        if (readAtOnce && difference.minus(offset).abs().compareTo(SMALLEST_JUMP) > 0) {
            offset = difference;
        }
        return offset;
    }

    @Override
    public ZoneId getZone() {
        return wallClock.getZone();
    }

    /** This clock is for differences of times, which are the same in every zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
