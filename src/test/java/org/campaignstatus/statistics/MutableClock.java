package org.campaignstatus.statistics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.campaignstatus.util.MonotonicClock;

/** A wall clock that stands still until time passes in a test, or a test sets it. */
public final class MutableClock extends Clock {

    private volatile Instant now;
    private volatile long jumped;

    public MutableClock(Instant now) {
        this.now = now;
    }

    /** Lets the time pass until then. */
    public void set(Instant instant) {
        now = instant;
    }

    /** Sets the clock forward, or back, while no time passes. */
    public void jump(Duration by) {
        jumped += by.toNanos();
        now = now.plus(by);
    }

    /** @return a clock for which the same time passes, and which is not set with this one */
    public MonotonicClock monotonic() {
        Instant begin = now;
        long jumpedBefore = jumped;
        return new MonotonicClock(this, () -> Duration.between(begin, now).toNanos() - (jumped - jumpedBefore));
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
