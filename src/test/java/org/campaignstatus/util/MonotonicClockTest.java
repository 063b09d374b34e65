package org.campaignstatus.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.campaignstatus.statistics.MutableClock;
import org.junit.jupiter.api.Test;

class MonotonicClockTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final MutableClock wallClock = new MutableClock(NOON);
    private final MonotonicClock clock = wallClock.monotonic();

    @Test
    void itGoesOnEvenlyWhenTheWallClockIsSet() {
        wallClock.set(NOON.plusSeconds(5));
        wallClock.jump(HOUR.negated());
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(5));
        wallClock.jump(Duration.ofDays(7));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(5));
        wallClock.set(wallClock.instant().plusSeconds(1));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(6));
    }

    @Property(tries = 100)
    void aTimeOfTheWallClockIsThatManySecondsAgoWhateverTheClockWasSetTo(
            @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int jump, @ForAll @IntRange(max = 3600) int ago) {
        wallClock.jump(Duration.ofSeconds(jump));

        assertThat(clock.fromWallClock(wallClock.instant().minusSeconds(ago)))
                .isEqualTo(clock.instant().minusSeconds(ago));
        assertThat(clock.toWallClock(clock.instant().minusSeconds(ago)))
                .isEqualTo(wallClock.instant().minusSeconds(ago));
    }

    /** The wall clock is slewed all the time, and no two clocks are read at the same moment. */
    @Test
    void equalTimesStayEqualWhileTheWallClockIsNotSet() {
        Instant first = clock.fromWallClock(NOON);
        wallClock.jump(Duration.ofMillis(99));

        assertThat(clock.fromWallClock(NOON)).isEqualTo(first);
    }

    @Test
    void aTimeThatIsFarAwayIsConvertedToo() {
        wallClock.jump(HOUR);

        assertThat(clock.fromWallClock(Instant.parse("0001-01-01T00:00:00Z"))).isBefore(NOON);
        assertThat(clock.fromWallClock(Instant.parse("9999-12-31T23:59:59Z"))).isAfter(NOON);
    }
}
