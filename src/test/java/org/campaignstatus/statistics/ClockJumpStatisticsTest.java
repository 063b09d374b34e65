package org.campaignstatus.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.util.MonotonicClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads and statistics are compared on one clock, whatever the dialer's clock and this machine's clock show. */
class ClockJumpStatisticsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int MAX_AGE = 60;

    private final MutableClock clock = new MutableClock(NOON);
    private final MonotonicClock monotonic = clock.monotonic();
    private final Statistics statistics = new Statistics(monotonic, Duration.ofSeconds(MAX_AGE));
    private final StatisticsReader reader = new StatisticsReader(group -> OptionalInt.of(1), monotonic);
    private Instant loaded;

    private void pass(double seconds) {
        clock.set(clock.instant().plusNanos(Math.round(seconds * 1e9)));
    }

    /** @param ahead seconds by which the dialer's clock is ahead of the true time */
    private void load(Instant trueTime, double ahead) {
        LifecycleEvent event = new LifecycleEvent(
                "a", EventType.LOADED, 1, trueTime.plusMillis(Math.round(ahead * 1000)), null, null, null, 0);
        loaded = CampaignGroupState.initial(1).after(event, clock.instant()).loaded();
    }

    private void tell(Instant trueTime, double ahead, String members) {
        statistics.accept(reader.read(Feed.input("{'campaignGroup': 1, 'time': '"
                + trueTime.plusMillis(Math.round(ahead * 1000)) + "', " + members + "}")));
    }

    private void tell(double ahead, double busyFactor) {
        tell(clock.instant(), ahead, "'values': {'busyFactor': " + busyFactor + "}");
    }

    private Double shown() {
        return statistics.of(1, List.of(), loaded).busyFactor();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 3, 120, 3_600, 604_800, -30})
    void statisticsOfThisLoadAreShownHoweverFarTheDialersClockIsAhead(double ahead) {
        load(clock.instant(), ahead);
        pass(2);
        tell(ahead, 0.85);
        pass(4);

        assertThat(shown()).isEqualTo(0.85);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 120, 3_600})
    void statisticsOfThePreviousLoadAreNotShownHoweverFarTheDialersClockIsAhead(double ahead) {
        load(clock.instant(), ahead);
        pass(2);
        tell(ahead, 0.85);
        pass(4);
        load(clock.instant(), ahead);

        assertThat(shown()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {-604_800, -3_600, -120, 120, 3_600, 604_800})
    void whatIsKnownStaysKnownForItsAgeWhenTheWallClockIsSet(long jump) {
        load(clock.instant(), 0);
        tell(0, 0.85);
        pass(10);
        clock.jump(Duration.ofSeconds(jump));

        assertThat(shown()).isEqualTo(0.85);
        pass(MAX_AGE - 10);
        assertThat(shown()).isEqualTo(0.85);
        pass(1);
        assertThat(shown()).isNull();
    }

    /** The dialer's clock shows the true time all along. */
    @ParameterizedTest
    @ValueSource(longs = {-604_800, -3_600, 3_600, 604_800})
    void newStatisticsAreShownAfterTheWallClockWasWrongAndIsRightAgain(long wrong) {
        clock.jump(Duration.ofSeconds(wrong));
        load(NOON, 0);
        pass(1);
        clock.jump(Duration.ofSeconds(-wrong));
        tell(0, 0.5);
        assertThat(shown()).isEqualTo(0.5);

        pass(5);
        tell(0, 0.6);
        assertThat(shown()).isEqualTo(0.6);
    }

    @Test
    void aSpeedIsNotMadeOfTheJumpOfAClock() {
        load(clock.instant(), 0);
        tell(clock.instant(), 0, "'counters': {'recordsReady': 1000, 'recordsProcessed': 100}");
        pass(10);
        clock.jump(Duration.ofHours(-1));
        tell(clock.instant(), 0, "'counters': {'recordsReady': 900, 'recordsProcessed': 200}");

        assertThat(statistics.of(1, List.of(), loaded).timeToComplete()).isEqualTo(90);
    }

    @Property(tries = 200)
    void nothingStaleAndNothingOfThePreviousLoadIsEverShown(
            @ForAll @IntRange(max = 4_000) int ahead,
            @ForAll @IntRange(min = -100_000, max = 100_000) int jump,
            @ForAll @IntRange(max = 120) int age) {
        load(clock.instant(), ahead);
        pass(1);
        tell(ahead, 0.85);
        pass(age);
        clock.jump(Duration.ofSeconds(jump));
        if (age > MAX_AGE) {
            assertThat(shown()).isNull();
        } else if (jump >= 0 || jump < -age - 1) {
            // a smaller step back makes what was told right after the load look older than the load
            assertThat(shown()).isEqualTo(0.85);
        }

        load(clock.instant(), ahead);
        assertThat(shown()).isEqualTo(age == 0 ? (Double) 0.85 : null);
    }
}
