package org.campaignstatus.database;

import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.PostgresServer;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.util.MonotonicClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** State stores on both databases, each opened anew as by another process. */
abstract class StateStoreSetup {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

    @TempDir
    static Path server;

    @TempDir
    Path folder;

    static PostgresServer postgres;

    final List<Database> opened = new ArrayList<>();
    ReloadableConfiguration configuration;

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

    void settings(String interval) throws Exception {
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

    StateDataSource dataSource(Kind kind) {
        StateDataSource source = new StateDataSource();
        source.setUrl(url(kind));
        source.setUsername(kind == Kind.POSTGRESQL ? PostgresServer.USER : "");
        return source;
    }

    String url(Kind kind) {
        return kind == Kind.POSTGRESQL ? postgres.url() : "jdbc:sqlite:" + folder.resolve("data/state.db");
    }

    Database database(Kind kind) {
        Database database = new Database(url(kind), () -> dataSource(kind));
        opened.add(database);
        return database;
    }

    /** A store as a process has it that starts now; with SQLite the one before it has to have ended. */
    StateStore store(Kind kind, Clock clock) {
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

    StateStore store(Kind kind) {
        return store(kind, Clock.systemUTC());
    }

    static LifecycleEvent event(String id, EventType type, int group) {
        return new LifecycleEvent(id, type, group, NOON, null, null, null, 0);
    }

    /** What somebody sees who looks on. */
    static CampaignGroupState state(StateStore store, int group) {
        StateView.Seen seen = store.of(List.of(group)).get(group);
        return seen == null ? CampaignGroupState.initial(group) : seen.state();
    }

    /** Waits for the next periodic notification of the one campaign group that is active. */
    static StatusReport claim(StateStore store) {
        List<StatusReport> claimed = new ArrayList<>();
        await().until(() -> claimed.addAll(store.claimDue()));
        return claimed.get(0);
    }
}
