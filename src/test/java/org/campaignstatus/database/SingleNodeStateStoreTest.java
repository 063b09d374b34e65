package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.lifecycle.EventType.DIAL_MODE_CHANGED;
import static org.campaignstatus.lifecycle.EventType.LOADED;
import static org.campaignstatus.lifecycle.EventType.STARTED;
import static org.campaignstatus.lifecycle.EventType.STOPPED;
import static org.campaignstatus.lifecycle.EventType.UNLOADED;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.Lifecycle;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.statistics.MutableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleNodeStateStoreTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    private final MutableClock clock = new MutableClock(NOON.plusSeconds(60));
    private Lifecycle lifecycle;
    private int events;

    @BeforeEach
    void noEventYet() throws Exception {
        Files.writeString(folder.resolve("configuration.json"), "{\"campaignGroups\":[]}");
        Files.writeString(
                folder.resolve("application.properties"),
                "configuration.file = " + folder.resolve("configuration.json") + "\n");
        ReloadableConfiguration configuration =
                new ReloadableConfiguration(folder.resolve("application.properties"), key -> null);
        lifecycle =
                new Lifecycle(new SingleNodeStateStore(new MemoryStateRepository(), configuration, clock.monotonic()));
    }

    @Test
    void theStatusFollowsTheEvents() {
        assertThat(statusAfter(LOADED)).isEqualTo(Status.ACTIVE);
        assertThat(statusAfter(STARTED)).isEqualTo(Status.RUNNING);
        assertThat(statusAfter(DIAL_MODE_CHANGED)).isEqualTo(Status.RUNNING);
        assertThat(statusAfter(STOPPED)).isEqualTo(Status.ACTIVE);
        assertThat(statusAfter(DIAL_MODE_CHANGED)).isEqualTo(Status.ACTIVE);
        assertThat(statusAfter(UNLOADED)).isEqualTo(Status.NOT_LOADED);
        assertThat(statusAfter(DIAL_MODE_CHANGED)).isEqualTo(Status.NOT_LOADED);
    }

    @Test
    void skippedStepsAreNamed() {
        assertThat(statusAfter(STARTED)).isEqualTo(Status.RUNNING);
        assertThat(statusAfter(UNLOADED)).isEqualTo(Status.NOT_LOADED);
        assertThat(statusAfter(STOPPED)).isEqualTo(Status.ACTIVE);
    }

    @Test
    void whatAnEventLeavesOutStaysAsItWas() {
        lifecycle.remember(event(LOADED, NOON, DialMode.PREDICT, OptimizationMethod.WAIT_TIME, 20));
        CampaignGroupState state = lifecycle
                .remember(event(STARTED, NOON, DialMode.PREDICT_GVP, null, null))
                .state();

        assertThat(state.dialMode()).isEqualTo(DialMode.PREDICT_GVP);
        assertThat(state.optimizeBy()).isEqualTo(OptimizationMethod.WAIT_TIME);
        assertThat(state.optimizeGoal()).isEqualTo(20);
    }

    @Test
    void anEventThatWasAcceptedBeforeChangesNothingAndIsNotSent() {
        LifecycleEvent loaded = event(LOADED, NOON, null, null, null);
        lifecycle.remember(loaded);
        lifecycle.remember(event(STARTED, NOON, null, null, null));

        assertThat(lifecycle.remember(loaded)).isNull();
        assertThat(current().status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void theCountersOfALoadBeginWithItOrWithTheFirstEventOfAnActiveCampaignGroup() {
        assertThat(loadedAfter(STARTED, NOON)).isEqualTo(NOON);
        assertThat(loadedAfter(STOPPED, NOON.plusSeconds(1))).isEqualTo(NOON);
        assertThat(loadedAfter(LOADED, NOON.plusSeconds(2))).isEqualTo(NOON.plusSeconds(2));
    }

    @Test
    void anUnloadingHasTheCountersOfTheLoadThatEndsNotOfTheOneBefore() {
        loadedAfter(LOADED, NOON);
        loadedAfter(UNLOADED, NOON.plusSeconds(1));
        loadedAfter(LOADED, NOON.plusSeconds(2));

        assertThat(loadedAfter(UNLOADED, NOON.plusSeconds(3))).isEqualTo(NOON.plusSeconds(2));
        assertThat(loadedAfter(DIAL_MODE_CHANGED, NOON.plusSeconds(4))).isEqualTo(NOON.plusSeconds(2));
        assertThat(loadedAfter(STARTED, NOON.plusSeconds(5))).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void aPeriodicMessageHasTheStateAtTheTimeItLeavesTheLane() {
        lifecycle.remember(event(STARTED, NOON, null, null, null));
        StatusReport periodic = StatusReport.periodic(1, NOON);
        lifecycle.remember(event(STOPPED, NOON, null, null, null));

        assertThat(lifecycle.current(periodic).state().status()).isEqualTo(Status.ACTIVE);
        assertThat(lifecycle.current(periodic).isCurrent()).isTrue();
    }

    @Test
    void aPeriodicMessageBehindTheUnloadingIsNotSent() {
        lifecycle.remember(event(LOADED, NOON, null, null, null));
        StatusReport periodic = StatusReport.periodic(1, NOON);
        lifecycle.remember(event(UNLOADED, NOON, null, null, null));

        assertThat(lifecycle.current(periodic).isCurrent()).isFalse();
    }

    private CampaignGroupState current() {
        return lifecycle.current(StatusReport.periodic(1, NOON)).state();
    }

    private Status statusAfter(EventType type) {
        return lifecycle.remember(event(type, NOON, null, null, null)).state().status();
    }

    private Instant loadedAfter(EventType type, Instant time) {
        return lifecycle.remember(event(type, time, null, null, null)).state().loaded();
    }

    private LifecycleEvent event(
            EventType type, Instant time, DialMode dialMode, OptimizationMethod optimizeBy, Integer goal) {
        return new LifecycleEvent("event " + ++events, type, 1, time, dialMode, optimizeBy, goal, 0);
    }
}
