package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.statistics.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Periodic messages go on at their interval, whatever the wall clock is set to. */
class ClockJumpTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final long HOUR = 3_600;
    private static final long WEEK = 604_800;

    private final MutableClock clock = new MutableClock(NOON);

    private StateStore store(Path folder) throws Exception {
        Files.writeString(
                folder.resolve("configuration.json"),
                Configured.campaignGroups().with(1).json());
        Files.writeString(
                folder.resolve("application.properties"),
                "configuration.file = " + folder.resolve("configuration.json")
                        + "\nsend-campaigngroup-states = true\ncampaigngroup-states-uri = http://localhost/\n"
                        + "campaigngroup-states-interval = 1\n");
        ReloadableConfiguration configuration =
                new ReloadableConfiguration(folder.resolve("application.properties"), key -> null);
        return new SingleNodeStateStore(new MemoryStateRepository(), configuration, clock.monotonic());
    }

    private LifecycleEvent loaded(Instant time) {
        return new LifecycleEvent("a", EventType.LOADED, 1, time, null, null, null, 0);
    }

    private void pass(Duration time) {
        clock.set(clock.instant().plus(time));
    }

    private long countIn(StateStore store, int seconds) {
        return IntStream.range(0, seconds * 10)
                .map(tenth -> {
                    pass(Duration.ofMillis(100));
                    return store.claimDue().size();
                })
                .sum();
    }

    @ParameterizedTest
    @ValueSource(longs = {-HOUR, -WEEK, HOUR, 24 * HOUR, WEEK, -1, 1})
    void periodicMessagesGoOnAtTheirIntervalWithoutMakingUpForAny(long jump, @TempDir Path folder) throws Exception {
        StateStore store = store(folder);
        store.take(loaded(NOON));
        assertThat(countIn(store, 5)).isEqualTo(5);
        clock.jump(Duration.ofSeconds(jump));

        assertThat(countIn(store, 10)).isBetween(9L, 11L);
        clock.jump(Duration.ofSeconds(-jump));
        assertThat(countIn(store, 10)).isBetween(9L, 11L);
    }

    @ParameterizedTest
    @ValueSource(longs = {-HOUR, WEEK})
    void nothingIsOverdueAndTheNextOneIsShownOnTheWallClock(long jump, @TempDir Path folder) throws Exception {
        StateStore store = store(folder);
        store.take(loaded(NOON));
        clock.jump(Duration.ofSeconds(jump));

        assertThat(store.overdue()).isZero();
        assertThat(store.of(List.of(1)).get(1).due()).isEqualTo(clock.instant().plusSeconds(1));
    }

    @Test
    void aMessageIsStampedByTheWallClock(@TempDir Path folder) throws Exception {
        StateStore store = store(folder);
        store.take(loaded(NOON));
        assertThat(store.claimDue()).isEmpty();
        clock.jump(Duration.ofSeconds(-HOUR));
        pass(Duration.ofSeconds(1));

        assertThat(store.claimDue()).containsExactly(StatusReport.periodic(1, NOON.plusSeconds(1 - HOUR)));
    }

    @Test
    void aCampaignGroupIsNotLoadedLaterThanItsEventCame(@TempDir Path folder) throws Exception {
        assertThat(store(folder)
                        .take(loaded(NOON.plusSeconds(120)))
                        .orElseThrow()
                        .loaded())
                .isEqualTo(NOON);
        assertThat(store(folder)
                        .take(loaded(NOON.minusSeconds(120)))
                        .orElseThrow()
                        .loaded())
                .isEqualTo(NOON.minusSeconds(120));
    }

    @Property(tries = 50)
    void anyNumberOfJumpsChangesNothing(
            @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int first,
            @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int second)
            throws Exception {
        StateStore store = store(Files.createTempDirectory("clock"));
        store.take(loaded(NOON));
        clock.jump(Duration.ofSeconds(first));
        long messages = countIn(store, 5);
        clock.jump(Duration.ofSeconds(second));
        messages += countIn(store, 5);

        assertThat(messages).isBetween(9L, 11L);
    }
}
