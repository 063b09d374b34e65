package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.PostgresServer;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.DueNotification;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LastEvent;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.statistics.MutableClock;
import org.campaignstatus.util.MonotonicClock;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both databases must do, each opened anew as by another process. */
class StateStoreTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");
    private static final CampaignGroupState UNTOLD = CampaignGroupState.initial(1);

    @TempDir
    static Path server;

    @TempDir
    Path folder;

    private static PostgresServer postgres;

    private final List<Database> opened = new ArrayList<>();
    private ReloadableConfiguration configuration;

    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    @BeforeAll
    static void startServer() {
        postgres = PostgresServer.in(server).start();
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @BeforeEach
    void configure() throws Exception {
        Configured groups = Configured.campaignGroups();
        IntStream.rangeClosed(1, 3_000).forEach(groups::with);
        Files.writeString(folder.resolve("configuration.json"), groups.json());
        settings("10");
        configuration = new ReloadableConfiguration(folder.resolve("application.properties"), key -> null);
    }

    private void settings(String interval) throws Exception {
        Files.writeString(folder.resolve("application.properties"), """
                send-campaigngroup-states = true
                campaigngroup-states-uri = http://127.0.0.1:1/
                campaigngroup-states-interval = %s
                configuration.file = %s
                """.formatted(
                        interval, folder.resolve("configuration.json")));
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Database::close);
        try (StateDataSource source = dataSource(Kind.POSTGRESQL);
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private StateDataSource dataSource(Kind kind) {
        StateDataSource source = new StateDataSource();
        source.setUrl(url(kind));
        source.setUsername(kind == Kind.POSTGRESQL ? PostgresServer.USER : "");
        return source;
    }

    private String url(Kind kind) {
        return kind == Kind.POSTGRESQL ? postgres.url() : "jdbc:sqlite:" + folder.resolve("data/state.db");
    }

    private Database database(Kind kind) {
        Database database = new Database(url(kind), () -> dataSource(kind));
        opened.add(database);
        return database;
    }

    /** A store as a process has it that starts now; with SQLite the one before it has to have ended. */
    private StateStore store(Kind kind, Clock clock) {
        if (kind == Kind.SQLITE) {
            opened.forEach(Database::close);
        }
        Database database = database(kind);
        StateStore store = kind == Kind.POSTGRESQL
                ? new PostgresStateStore(database, configuration, clock)
                : new SingleNodeStateStore(
                        new JdbcStateRepository(database, clock),
                        configuration,
                        new MonotonicClock(clock, System::nanoTime));
        store.open();
        return store;
    }

    private StateStore store(Kind kind) {
        return store(kind, Clock.systemUTC());
    }

    private static LifecycleEvent event(String id, EventType type, int group) {
        return new LifecycleEvent(id, type, group, NOON, null, null, null, 0);
    }

    /** What somebody sees who looks on. */
    private static CampaignGroupState state(StateStore store, int group) {
        StateView.Seen seen = store.of(List.of(group)).get(group);
        return seen == null ? CampaignGroupState.initial(group) : seen.state();
    }

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
    void whatIsNotKnownIsStillNotKnownAfterARestart(Kind kind) {
        store(kind).take(event("a", EventType.DIAL_MODE_CHANGED, 1));

        assertThat(state(store(kind), 1)).isEqualTo(UNTOLD.after(event("a", EventType.DIAL_MODE_CHANGED, 1), NOON));
        assertThat(state(store(kind), 2)).isEqualTo(CampaignGroupState.initial(2));
    }

    @Tag("endurance")
    @ParameterizedTest
    @EnumSource
    void howOverduePeriodicMessagesAreIsKnown(Kind kind) throws Exception {
        settings("1");
        StateStore store = store(kind);
        assertThat(store.overdue()).isZero();
        store.take(event("a", EventType.LOADED, 1));
        store.take(event("b", EventType.UNLOADED, 2));

        await().until(() -> store.overdue().toMillis() > 100);
        assertThat(store.overdue()).isLessThan(Duration.ofMinutes(2));

        store.take(event("c", EventType.UNLOADED, 1));
        assertThat(store.overdue()).isZero();
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
    void anEventIsTakenOverOnceWhoeverReadsItAgain(Kind kind) {
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
    void whatTheDatabaseRefusesIsNoReasonToWaitForIt(Kind kind) throws Exception {
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

    @Tag("endurance")
    @ParameterizedTest
    @EnumSource
    void activeCampaignGroupsGoOnAfterARestart(Kind kind) throws Exception {
        settings("1");
        StateStore store = store(kind);
        store.take(event("a", EventType.LOADED, 1));
        store.take(event("b", EventType.STARTED, 2));
        store.take(event("c", EventType.LOADED, 3));
        store.take(event("d", EventType.UNLOADED, 3));

        StateStore again = store(kind);
        List<Integer> claimed = new ArrayList<>();
        await().until(() -> {
            again.claimDue().forEach(due -> claimed.add(due.campaignGroup()));
            return claimed.size() >= 6;
        });
        assertThat(claimed).containsOnly(1, 2);
    }

    @Tag("endurance")
    @ParameterizedTest
    @EnumSource
    void anEditedIntervalCountsForTheNextMessage(Kind kind) throws Exception {
        settings("86400");
        StateStore store = store(kind);
        store.take(event("a", EventType.LOADED, 1));
        assertThat(store.claimDue()).isEmpty();
        settings("1");

        List<DueNotification> claimed = new ArrayList<>();
        await().until(() -> claimed.addAll(store.claimDue()));
        assertThat(claimed).extracting(DueNotification::campaignGroup).containsExactly(1);
    }

    @Tag("endurance")
    @ParameterizedTest
    @EnumSource
    void notificationsAreNumberedWithoutAGapOverARestartToo(Kind kind) throws Exception {
        settings("1");
        StateStore store = store(kind);
        List<Long> numbers = new ArrayList<>();
        for (int start = 0; start < 3; start++) {
            StateStore now = store;
            numbers.add(now.take(event("a" + start, EventType.LOADED, 1))
                    .orElseThrow()
                    .sequence());
            numbers.add(now.takeDue(claim(now)).orElseThrow().sequence());
            claim(now);
            numbers.add(now.take(event("b" + start, EventType.STARTED, 1))
                    .orElseThrow()
                    .sequence());
            numbers.add(now.takeDue(claim(now)).orElseThrow().sequence());
            claim(now);
            now.close();
            store = store(kind);
        }
        assertThat(numbers)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 12).boxed().toList());
        DueNotification due = claim(store);
        store.take(event("end", EventType.UNLOADED, 1));
        assertThat(store.takeDue(due)).isEmpty();
    }

    /** Waits for the next periodic notification of the one campaign group that is active. */
    private static DueNotification claim(StateStore store) {
        List<DueNotification> claimed = new ArrayList<>();
        await().until(() -> claimed.addAll(store.claimDue()));
        return claimed.get(0);
    }

    @Tag("endurance")
    @Test
    void aPeriodicNotificationThatHasWaitedWhileAnotherNodeNotifiedIsDropped() throws Exception {
        settings("1");
        StateStore one = store(Kind.POSTGRESQL);
        StateStore other = store(Kind.POSTGRESQL);
        one.take(event("a", EventType.LOADED, 1));
        DueNotification late = claim(one);
        DueNotification next = claim(other);
        assertThat(other.takeDue(next)).isPresent();
        assertThat(one.takeDue(late)).isEmpty();

        DueNotification beforeEvent = claim(one);
        other.take(event("b", EventType.STARTED, 1));
        assertThat(one.takeDue(beforeEvent)).isEmpty();
        assertThat(one.takeDue(claim(one)).orElseThrow().sequence()).isEqualTo(4);
    }

    @Test
    void afterAKillANumberMayBeLeftOutButIsNeverUsedTwice() throws Exception {
        settings("1");
        StateStore store = store(Kind.SQLITE);
        store.take(event("a", EventType.LOADED, 1));
        assertThat(store.takeDue(claim(store)).orElseThrow().sequence()).isEqualTo(2);
        claim(store);

        assertThat(store(Kind.SQLITE)
                        .take(event("b", EventType.STARTED, 1))
                        .orElseThrow()
                        .sequence())
                .isBetween(3L, 4L);
    }

    @ParameterizedTest
    @EnumSource
    void idsAreForgottenAfterTheirTimeAndNotBefore(Kind kind) {
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
        List<DueNotification> claimed = new ArrayList<>();
        await().until(() -> claimed.addAll(store.claimDue()));
        assertThat(claimed).extracting(DueNotification::campaignGroup).containsExactly(1);
    }

    @Tag("endurance")
    @Test
    void nodesThatClaimAtTheSameTimeShareTheDueCampaignGroupsWhateverTheirClocksSay() throws Exception {
        settings("1");
        List<StateStore> nodes = Stream.of(-3_600, 0, 3_600)
                .map(ahead -> store(Kind.POSTGRESQL, Clock.offset(Clock.systemUTC(), Duration.ofSeconds(ahead))))
                .toList();
        IntStream.rangeClosed(1, 300)
                .forEach(group -> nodes.get(group % 3).take(event("event " + group, EventType.LOADED, group)));
        Instant loaded = Instant.now();
        Map<Integer, List<DueNotification>> claimed = new ConcurrentHashMap<>();
        ExecutorService executor = Executors.newFixedThreadPool(nodes.size());
        try {
            await().until(() -> {
                List<Callable<List<DueNotification>>> claims = nodes.stream()
                        .<Callable<List<DueNotification>>>map(node -> node::claimDue)
                        .toList();
                for (Future<List<DueNotification>> claim : executor.invokeAll(claims)) {
                    claim.get()
                            .forEach(due -> claimed.computeIfAbsent(due.campaignGroup(), group -> new ArrayList<>())
                                    .add(due));
                }
                return claimed.size() == 300 && claimed.values().stream().allMatch(times -> times.size() >= 3);
            });
        } finally {
            executor.shutdownNow();
        }
        long lasted = Duration.between(loaded, Instant.now()).toMillis();
        assertThat(claimed.values())
                .allSatisfy(times -> assertThat(times).hasSizeLessThan((int) (lasted / 960) + 3))
                .allSatisfy(times -> assertThat(times)
                        .extracting(DueNotification::time)
                        .allMatch(time -> time.isAfter(loaded.minusSeconds(60))
                                && time.isBefore(Instant.now().plusSeconds(60))));
    }

    /** What a clock that is set back does: every time in the database lies in the future. */
    @Tag("endurance")
    @ParameterizedTest
    @ValueSource(longs = {60_000, 3_600_000, 604_800_000})
    void periodicMessagesGoOnWhenTheServersClockIsSetBack(long millis) throws Exception {
        settings("1");
        StateStore store = store(Kind.POSTGRESQL);
        store.take(event("a", EventType.LOADED, 1));
        store.takeDue(claim(store));
        try (StateDataSource source = dataSource(Kind.POSTGRESQL);
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE campaign_group_state SET due = due + " + millis + ", told = told + " + millis);
            connection.commit();
        }

        assertThat(store.takeDue(claim(store))).isPresent();
        assertThat(store.takeDue(claim(store))).isPresent();
    }

    /** What a clock that is set forward does: every time in the database lies in the past. */
    @Test
    void nothingIsMadeUpForWhenTheServersClockIsSetForward() throws Exception {
        settings("3600");
        StateStore store = store(Kind.POSTGRESQL);
        store.take(event("a", EventType.LOADED, 1));
        try (StateDataSource source = dataSource(Kind.POSTGRESQL);
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE campaign_group_state SET due = due - 604800000, told = told - 604800000");
            connection.commit();
        }

        assertThat(store.claimDue()).hasSize(1);
        assertThat(store.claimDue()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void idsAreKeptWhenTheClockIsSetForwardForAWhile(Kind kind) {
        MutableClock clock = new MutableClock(NOON);
        StateStore store = store(kind, clock);
        IntStream.range(0, 500).forEach(i -> store.take(event("event " + i, EventType.LOADED, 1)));
        EventIds ids = new EventIds(opened.get(opened.size() - 1), clock.monotonic(), Duration.ofDays(7));
        clock.jump(Duration.ofDays(30));
        Stream.generate(() -> ids).limit(EventIds.SLICES).forEach(EventIds::forget);

        assertThat(IntStream.range(0, 500).mapToObj(i -> store.take(event("event " + i, EventType.LOADED, 1))))
                .allMatch(Optional::isEmpty);
    }

    @Test
    void aTurnIsOneNodesUntilItIsGivenBackOrTheNodeIsGone() throws Exception {
        Database database = database(Kind.POSTGRESQL);
        PostgresAdvisoryLocks one = new PostgresAdvisoryLocks(database);
        PostgresAdvisoryLocks other = new PostgresAdvisoryLocks(database(Kind.POSTGRESQL));
        assertThat(one.tryAcquire(1)).isTrue();
        assertThat(other.tryAcquire(1)).isFalse();
        assertThat(other.tryAcquire(2)).isTrue();

        CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> {
            try {
                other.acquire(1);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        assertThat(waits).isNotDone();
        one.release(1);
        waits.get(60, TimeUnit.SECONDS);
        assertThat(one.tryAcquire(1)).isFalse();
        other.release(1);
        assertThat(one.tryAcquire(1)).isTrue();
        database.close();
        await().until(() -> other.tryAcquire(1));
    }

    @Tag("endurance")
    @Test
    void aNodeThatTheServerHasNoRoomForAnotherTurnOfKeepsNone() throws Exception {
        PostgresAdvisoryLocks one = new PostgresAdvisoryLocks(database(Kind.POSTGRESQL));
        PostgresAdvisoryLocks other = new PostgresAdvisoryLocks(database(Kind.POSTGRESQL));
        int turns = 1;
        while (turns < 50_000 && one.tryAcquire(turns)) {
            turns++;
        }

        assertThat(turns).as("as many as there is room for").isLessThan(50_000);
        await().until(() -> other.tryAcquire(1));
        assertThat(one.tryAcquire(1)).isFalse();
        assertThat(one.tryAcquire(2)).isTrue();
    }

    @Test
    void whoWaitsForATurnDoesNotOutstayTheProgram() throws Exception {
        PostgresAdvisoryLocks one = new PostgresAdvisoryLocks(database(Kind.POSTGRESQL));
        PostgresAdvisoryLocks other = new PostgresAdvisoryLocks(database(Kind.POSTGRESQL));
        assertThat(one.tryAcquire(1)).isTrue();
        other.end();

        assertThatThrownBy(() -> other.acquire(1)).isInstanceOf(InterruptedException.class);
        other.acquire(2);
        assertThat(one.tryAcquire(2)).isFalse();
    }
}
