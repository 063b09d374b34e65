package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.util.MonotonicClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An SQLite database whose file is deleted, moved or replaced, that is full, cannot be written to, or hangs. */
class DatabaseTroubleTest {

    private static final String DATABASE = "campaignstatus.database";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<Database> opened = new ArrayList<>();
    private ReloadableConfiguration configuration;
    private Path file;
    private Database database;
    private StateDataSource pool;
    private volatile String pragma = "";
    private SingleNodeStateStore store;

    @BeforeEach
    void oneCampaignGroupIsLoaded() throws IOException {
        Path groups = Files.writeString(
                folder.resolve("configuration.json"),
                Configured.campaignGroups().with(1).with(2).json());
        configuration = new ReloadableConfiguration(
                folder.resolve("none"), name -> name.equals("configuration.file") ? groups.toString() : null);
        file = folder.resolve("data/state.db");
        open();
        assertThat(store.take(event("a", EventType.LOADED, 1))).isPresent();
    }

    @AfterEach
    void close() {
        opened.forEach(Database::close);
        pool.close();
    }

    private void open() {
        String url = "jdbc:sqlite:" + file;
        database = new Database(
                url,
                () -> {
                    StateDataSource source = new StateDataSource();
                    source.setUrl(url);
                    pool = source;
                    return pragma.isEmpty() ? source : faulty(source);
                },
                nanoTime::get);
        opened.add(database);
        MonotonicClock clock = new MonotonicClock();
        store = new SingleNodeStateStore(new JdbcStateRepository(database, clock.wallClock()), configuration, clock);
        store.open();
    }

    private void restart() {
        store.close();
        database.close();
        pool.close();
        open();
    }

    private static LifecycleEvent event(String id, EventType type, int group) {
        return new LifecycleEvent(id, type, group, NOON, null, null, null, 0);
    }

    private void deleteFolder() throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(file.getParent());
        database.watch();
    }

    private void assertThatEventsWait(String reason) {
        assertThatThrownBy(() -> store.take(event("b", EventType.STARTED, 1)))
                .isInstanceOf(StateUnavailableException.class)
                .hasMessageContaining(reason);
        assertThat(database.problem().orElseThrow()).contains(reason);
        assertThat(store.claimDue()).isEmpty();
        assertThat(store.statuses().apply(1)).isEqualTo(Status.ACTIVE);
    }

    private void assertThatItGoesOn() {
        await().until(() -> {
            try {
                return store.take(event("b", EventType.STARTED, 1)).isPresent();
            } catch (StateUnavailableException e) {
                return false;
            }
        });
        assertThat(database.problem()).isEmpty();
        restart();
        assertThat(store.statuses().apply(1)).isEqualTo(Status.RUNNING);
        assertThat(store.take(event("a", EventType.LOADED, 1)))
                .as("told before")
                .isEmpty();
        assertThat(store.take(event("c", EventType.STOPPED, 1)).orElseThrow().sequence())
                .isEqualTo(3);
    }

    @Test
    void afterTheFileWasDeletedEventsWaitAndAStopKeepsAllState() throws Exception {
        try (LogCapture log = LogCapture.provoking(DATABASE)) {
            deleteFolder();
            database.watch();
            assertThatEventsWait("was deleted or moved");
            assertThat(log.messages(DATABASE)).hasSize(1);
        }
        restart();
        assertThatItGoesOn();
    }

    @Test
    void anEventThatComesRightAfterTheFileWasDeletedWaits() throws Exception {
        Files.delete(file);
        nanoTime.addAndGet(Duration.ofMillis(11).toNanos());

        assertThatEventsWait("was deleted or moved");
    }

    @Test
    void aFileThatIsNotPutBackIsWrittenAgainWithAllState() throws Exception {
        deleteFolder();
        nanoTime.addAndGet(Duration.ofSeconds(31).toNanos());
        database.watch();

        assertThat(file).exists();
        assertThatItGoesOn();
    }

    @Test
    void aFileThatIsPutBackIsUsedAgain() throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(file.getParent(), elsewhere);
        database.watch();
        assertThatEventsWait("was deleted or moved");

        Files.move(elsewhere, file.getParent());
        database.watch();
        assertThatItGoesOn();
    }

    @Test
    void aFileThatReplacesTheOpenOneIsNotTouched() throws Exception {
        deleteFolder();
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        database.watch();
        assertThatEventsWait("was replaced by another one");
        nanoTime.addAndGet(Duration.ofSeconds(31).toNanos());
        database.watch();
        assertThatEventsWait("was replaced by another one");
        assertThat(file).isEmptyFile();

        Files.delete(file);
        database.watch();
        nanoTime.addAndGet(Duration.ofSeconds(31).toNanos());
        database.watch();
        assertThatItGoesOn();
    }

    /** In the way of the folder is a file. */
    @Test
    void aFileThatCannotBeWrittenAgainIsTriedAgain() throws Exception {
        deleteFolder();
        Files.writeString(file.getParent(), "");
        nanoTime.addAndGet(Duration.ofSeconds(31).toNanos());
        database.watch();
        assertThatEventsWait("cannot be written again");

        Files.delete(file.getParent());
        database.watch();
        assertThatItGoesOn();
    }

    /** A database that executes the pragma at each use. */
    private DataSource faulty(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection connection = (Connection) method.invoke(source, arguments);
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(pragma);
                    }
                    return connection;
                });
    }

    @Tag("endurance")
    @ParameterizedTest
    @CsvSource({
        "PRAGMA query_only = 0, PRAGMA query_only = 1, readonly database",
        "PRAGMA max_page_count = 99999, PRAGMA max_page_count = 1, database or disk is full"
    })
    void whileNothingCanBeWrittenEventsWaitAndOneLineSaysSo(String good, String bad, String reason) {
        pragma = good;
        restart();
        pragma = bad;
        EventIds ids = new EventIds(database, new MonotonicClock(), Duration.ofDays(7));
        try (LogCapture log = LogCapture.provoking(DATABASE)) {
            assertThatThrownBy(() -> IntStream.range(0, 1_000)
                            .forEach(i -> store.take(event("full " + i, EventType.DIAL_MODE_CHANGED, 2))))
                    .isInstanceOf(StateUnavailableException.class);
            // who only looks, or finds nothing to forget, does not make it usable
            await().during(Duration.ofSeconds(3)).until(() -> {
                ids.forget();
                store.claimDue();
                return database.problem().orElse("").contains(reason);
            });
            assertThat(log.messages(DATABASE)).hasSize(1);
        }

        pragma = good;
        await().until(() -> {
            store.claimDue();
            return database.problem().isEmpty();
        });
        assertThat(store.take(event("b", EventType.STARTED, 1))).isPresent();
        restart();
        assertThat(store.statuses().apply(1)).isEqualTo(Status.RUNNING);
        assertThat(store.take(event("b", EventType.STARTED, 1))).isEmpty();
    }
}
