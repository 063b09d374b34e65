package org.campaignstatus.util;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that starts with the time of the wall clock and is not affected when that is set. Due times, ages and windows use
 * it; only timestamps that are sent come from the wall clock. Thread-safe.
 */
public final class MonotonicClock extends Clock {

    /** A smaller difference may come from slewing, or from reading two clocks one after the other. */
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
     * @param wallClock may be set at any time
     * @param nanoTime like {@link System#nanoTime}
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

    /** @return the wall clock, for timestamps */
    public Clock wallClock() {
        return wallClock;
    }

    /**
     * Converts a time of the wall clock to this clock's, by their current difference. Equal times have equal results as long
     * as the wall clock is not set.
     */
    public Instant fromWallClock(Instant time) {
        return time.minus(offset());
    }

    /** Converts a time of this clock to the wall clock's, by their current difference. */
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

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
