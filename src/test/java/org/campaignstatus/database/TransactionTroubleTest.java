package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction in an SQLite database that fails while others wait for it, or does not return. */
class TransactionTroubleTest {

    private static final String DATABASE = "campaignstatus.database";

    @TempDir
    Path folder;

    private final AtomicLong nanoTime = new AtomicLong();
    private final StateDataSource pool = new StateDataSource();
    private Database database;

    @BeforeEach
    void open() {
        String url = "jdbc:sqlite:" + folder.resolve("state.db?max_page_count=20");
        pool.setUrl(url);
        database = new Database(url, () -> pool, nanoTime::get);
        database.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("CREATE TABLE filler (content)");
            }
        });
    }

    @AfterEach
    void close() {
        database.close();
        pool.close();
    }

    /** The driver closes a connection on which a transaction failed for want of space; nobody else may be given it. */
    @Test
    void whoWaitedForTheConnectionOfAFailedTransactionIsToldTheReasonToo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Database.Work<Boolean> tooMuch = connection -> {
            begun.countDown();
            await().until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
            return fill(connection);
        };
        try (LogCapture log = LogCapture.provoking(DATABASE)) {
            CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> database.transaction(tooMuch));
            begun.await();
            assertThatThrownBy(() -> database.transaction(TransactionTroubleTest::fill))
                    .isInstanceOf(StateUnavailableException.class)
                    .hasMessageContaining("database or disk is full");
            assertThatThrownBy(first::get).cause().hasMessageContaining("database or disk is full");
            assertThat(log.messages(DATABASE)).hasSize(1);
        }
        await().until(() -> database.isUsable());
    }

    private static boolean fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("INSERT INTO filler VALUES (randomblob(1000000))");
        }
    }

    @Test
    void aTransactionThatDoesNotReturnIsAProblemUntilItReturns() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<Boolean> hangs = CompletableFuture.supplyAsync(() -> database.transaction(connection -> {
            begun.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return true;
        }));
        begun.await();
        try (LogCapture log = LogCapture.provoking(DATABASE)) {
            nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
            assertThat(database.problem()).isEmpty();
            nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
            assertThat(database.problem()).contains("the database has not answered for 7 s");
            database.watch();
            database.watch();
            assertThat(log.messages(DATABASE)).hasSize(1);
        } finally {
            released.countDown();
        }
        assertThat(hangs.get()).isTrue();
        assertThat(database.problem()).isEmpty();
    }
}
