package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LastEvent;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.statistics.MutableClock;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The state of campaign groups and the ids of accepted events, in both databases. */
final class StateStoreTest extends StateStoreSetup {

    private static final CampaignGroupState UNTOLD = CampaignGroupState.initial(1);

    @ParameterizedTest
    @EnumSource
    void aStateIsTheSameAfterARestart(Kind kind) {
        StateStore store = store(kind);
        LifecycleEvent started = new LifecycleEvent(
                "a", EventType.STARTED, 1, NOON, DialMode.POWER_GVP, OptimizationMethod.WAIT_TIME, 2_147_483_647, 1);
        CampaignGroupState after = store.take(started).orElseThrow();

        assertThat(after)
                .isEqualTo(new CampaignGroupState(
                        1,
                        Status.RUNNING,
                        DialMode.POWER_GVP,
                        OptimizationMethod.WAIT_TIME,
                        2_147_483_647,
                        NOON,
                        1,
                        new LastEvent(EventType.STARTED, 1, NOON)));
        assertThat(state(store(kind), 1)).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownValueIsStillUnknownAfterARestart(Kind kind) {
        store(kind).take(event("a", EventType.DIAL_MODE_CHANGED, 1));

        assertThat(state(store(kind), 1)).isEqualTo(UNTOLD.after(event("a", EventType.DIAL_MODE_CHANGED, 1), NOON));
        assertThat(state(store(kind), 2)).isEqualTo(CampaignGroupState.initial(2));
    }

    @ParameterizedTest
    @EnumSource
    void whoLooksOnSeesTheLastEventAndWhenTheNextPeriodicMessageIsDue(Kind kind) {
        StateStore store = store(kind);
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        store.take(new LifecycleEvent("a", EventType.LOADED, 1, NOON, null, null, null, 2));
        store.take(event("b", EventType.UNLOADED, 2));

        Map<Integer, StateView.Seen> seen = store.of(List.of(1, 2, 3));
        assertThat(seen).containsOnlyKeys(1, 2);
        assertThat(seen.get(1).state().last()).isEqualTo(new LastEvent(EventType.LOADED, 2, NOON));
        assertThat(seen.get(1).due())
                .isBetween(before.plusSeconds(10), Instant.now().plusSeconds(10));
        assertThat(seen.get(2).due()).isNull();
        assertThat(List.of(1, 2, 3))
                .extracting(store.statuses()::apply)
                .containsExactly(Status.ACTIVE, Status.NOT_LOADED, Status.NOT_LOADED);
        assertThat(store.of(List.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEventIsAcceptedOnceWhoeverReadsItAgain(Kind kind) {
        StateStore store = store(kind);
        store.take(event("a", EventType.LOADED, 1));
        store.take(event("b", EventType.STARTED, 1));

        assertThat(store.take(event("a", EventType.LOADED, 1))).isEmpty();
        StateStore again = store(kind);
        assertThat(again.take(event("a", EventType.LOADED, 1))).isEmpty();
        assertThat(state(again, 1).status()).isEqualTo(Status.RUNNING);
    }

    @ParameterizedTest
    @EnumSource
    void anIdMayBeAnyText(Kind kind) {
        StateStore store = store(kind);
        List<String> ids = List.of("a", "A", "a ", "\u0000", "\u0000\u0000", "ä", "'; DROP", "x".repeat(1 << 20));

        assertThat(ids)
                .allMatch(id -> store.take(event(id, EventType.LOADED, 1)).isPresent());
        assertThat(ids)
                .noneMatch(id -> store.take(event(id, EventType.LOADED, 1)).isPresent());
    }

    @ParameterizedTest
    @EnumSource
    void aTimeMayBeAnyThatAnEventCanHave(Kind kind) {
        for (String time : List.of(
                "-0001-12-31T06:00:00Z",
                "1677-09-21T00:12:43Z",
                "2262-04-11T23:47:17.000001Z",
                "+10000-01-01T17:59:59.999999Z")) {
            LifecycleEvent event =
                    new LifecycleEvent(time, EventType.LOADED, 1, Instant.parse(time), null, null, null, 0);
            CampaignGroupState after = store(kind).take(event).orElseThrow();
            assertThat(after.last().time()).isEqualTo(time);
            assertThat(state(store(kind), 1)).isEqualTo(after);
        }
    }

    /** No table of ours rejects anything; a site may have added what does. */
    @ParameterizedTest
    @EnumSource
    void aStatementThatTheDatabaseRejectsIsNotTriedAgain(Kind kind) throws Exception {
        StateStore store = store(kind);
        opened.get(opened.size() - 1).transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(
                        kind == Kind.POSTGRESQL
                                ? "ALTER TABLE campaign_group_state ADD CHECK (campaign_group <> 2)"
                                : "CREATE TRIGGER reject BEFORE INSERT ON campaign_group_state WHEN NEW.campaign_group = 2"
                                        + " BEGIN SELECT RAISE(ABORT, 'refused'); END");
            }
        });

        assertThatThrownBy(() -> store.take(event("a", EventType.LOADED, 2)))
                .isNotInstanceOf(StateUnavailableException.class)
                .hasMessageStartingWith("the database refuses it: ");
        assertThat(opened.get(opened.size() - 1).problem()).isEmpty();
        assertThat(store.take(event("a", EventType.LOADED, 1))).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void idsExpireAfterTheirTimeAndNotBefore(Kind kind) {
        Duration kept = Duration.ofDays(7);
        StateStore store = store(kind, Clock.fixed(NOON, ZoneOffset.UTC));
        IntStream.range(0, 500).forEach(i -> store.take(event("event " + i, EventType.LOADED, 1)));
        Database database = opened.get(opened.size() - 1);

        goRound(database, NOON.plus(kept));
        assertThat(store.take(event("event 7", EventType.LOADED, 1))).isEmpty();
        goRound(database, NOON.plus(kept).plusMillis(1));
        assertThat(IntStream.range(0, 500).mapToObj(i -> store.take(event("event " + i, EventType.LOADED, 1))))
                .allMatch(Optional::isPresent);
    }

    private static void goRound(Database database, Instant now) {
        EventIds ids = new EventIds(database, new MutableClock(now).monotonic(), Duration.ofDays(7));
        Stream.generate(() -> ids).limit(EventIds.SLICES).forEach(EventIds::forget);
    }

    @ParameterizedTest
    @EnumSource
    void theDatabaseOfEachEarlierVersionIsUpgraded(Kind kind) throws Exception {
        try (StateDataSource source = dataSource(kind)) {
            Flyway.configure()
                    .dataSource(source)
                    .locations(Dialect.of(url(kind)).schema())
                    .table(Database.SCHEMA_TABLE)
                    .placeholders(Dialect.of(url(kind)).placeholders())
                    .target("1")
                    .load()
                    .migrate();
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "INSERT INTO campaign_group_state (campaign_group, status, dial_mode) VALUES (1, 5, 6)");
                connection.commit();
            }
        }
        StateStore store = store(kind);
        assertThat(state(store, 1).status()).isEqualTo(Status.RUNNING);
        assertThat(state(store, 1).dialMode()).isEqualTo(DialMode.POWER);
        settings("1");
        List<StatusReport> claimed = new ArrayList<>();
        await().until(() -> claimed.addAll(store.claimDue()));
        assertThat(claimed).extracting(StatusReport::campaignGroup).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource
    void idsStayWhenTheClockIsSetForwardForAWhile(Kind kind) {
        MutableClock clock = new MutableClock(NOON);
        StateStore store = store(kind, clock);
        IntStream.range(0, 500).forEach(i -> store.take(event("event " + i, EventType.LOADED, 1)));
        EventIds ids = new EventIds(opened.get(opened.size() - 1), clock.monotonic(), Duration.ofDays(7));
        clock.jump(Duration.ofDays(30));
        Stream.generate(() -> ids).limit(EventIds.SLICES).forEach(EventIds::forget);

        assertThat(IntStream.range(0, 500).mapToObj(i -> store.take(event("event " + i, EventType.LOADED, 1))))
                .allMatch(Optional::isEmpty);
    }
}
