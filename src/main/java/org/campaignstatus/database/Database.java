package org.campaignstatus.database;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of the state: its schema, its transactions, and whether it can be used now. While it is away, also at the
 * start, transactions fail at once, but for one try a second. If it hangs, they wait, and {@link #problem} says so.
 * Thread-safe.
 */
public final class Database {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.database");

    static final String SCHEMA_TABLE = "campaign_group_status_schema";

    /** A database hangs if a transaction lasts longer. */
    private static final long MAX_WAIT = TimeUnit.SECONDS.toNanos(3);

    private final String url;
    private final Supplier<DataSource> source;
    private final Dialect dialect;
    private final LongSupplier nanoTime;
    private final Availability availability = new Availability(System::nanoTime);
    private final DeletedDatabaseFile lostFile;
    private final Set<UnderWay> underWay = ConcurrentHashMap.newKeySet();
    private volatile DataSource ready;
    private volatile boolean hangs;

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** A transaction, or the opening of the database. */
    private record UnderWay(Thread thread, long since) {}

    /** @param source called when the database is used first */
    public Database(String url, Supplier<DataSource> source) {
        this(url, source, System::nanoTime);
    }

    Database(String url, Supplier<DataSource> source, LongSupplier nanoTime) {
        this.url = url;
        this.dialect = Dialect.of(url);
        this.source = source;
        this.nanoTime = nanoTime;
        this.lostFile = new DeletedDatabaseFile(DatabaseFile.of(url).orElse(null), nanoTime);
    }

    /** @return whether several nodes can share it */
    public boolean canBeShared() {
        return dialect == Dialect.POSTGRESQL;
    }

    /** @return whether several nodes can share the database of that URL */
    public static boolean canBeShared(String url) {
        return Dialect.of(url) == Dialect.POSTGRESQL;
    }

    /**
     * @return what the work returns, once all of it is committed
     * @throws IllegalStateException if the database rejects the values; then nothing was changed
     * @throws StateUnavailableException if nothing of it was done; if the database went away while it was to commit,
     *     all of it may have been done
     */
    <T> T transaction(Work<T> work) {
        T result = read(work);
        availability.works();
        return result;
    }

    /** As {@link #transaction}, for work that may not write anything, so that its success does not show that it could. */
    <T> T read(Work<T> work) {
        lostFile.check();
        availability.check();
        try (Connection connection = dataSource().getConnection()) {
            UnderWay own = begin();
            try {
                connection.setAutoCommit(false);
                return committed(work, connection);
            } finally {
                underWay.remove(own);
            }
        } catch (SQLException | FlywayException e) {
            throw dialect.isRefusal(e)
                    ? new IllegalStateException("the database refuses it: " + reason(e), e)
                    : availability.fails(reason(e), e);
        }
    }

    private UnderWay begin() {
        UnderWay own = new UnderWay(Thread.currentThread(), nanoTime.getAsLong());
        underWay.add(own);
        return own;
    }

    private <T> T committed(Work<T> work, Connection connection) throws SQLException {
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException lost) {
                e.addSuppressed(lost);
                close(connection);
            }
            throw e;
        }
    }

    /**
     * Closes a connection for good, not only for its pool, which may not give it to anybody else. SQLite ends the transaction
     * by itself when the disk is full, and its driver then never begins another one.
     */
    private void close(Connection connection) throws SQLException {
        connection.unwrap(Connection.class).close();
        if (ready instanceof HikariDataSource pool) {
            pool.evictConnection(connection);
        }
    }

    /** @return a connection that commits by itself and belongs to the caller until it is closed */
    Connection connection() throws SQLException {
        Connection connection = dataSource().getConnection();
        connection.setAutoCommit(true);
        return connection;
    }

    private DataSource dataSource() {
        DataSource opened = ready;
        return opened == null ? open() : opened;
    }

    /** @return the data source, with the schema of this version */
    private synchronized DataSource open() {
        if (ready == null) {
            UnderWay own = begin();
            try {
                ready = migrated(source.get());
                lostFile.noteOpened();
            } finally {
                underWay.remove(own);
            }
        }
        return ready;
    }

    private DataSource migrated(DataSource opened) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(opened)
                .locations(dialect.schema())
                .placeholders(dialect.placeholders())
                .table(SCHEMA_TABLE)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .connectRetries(0)
                .load()
                .migrate();
        return opened;
    }

    /** @return why the database cannot be used now, in one line; empty if nothing is wrong. Never waits. */
    public Optional<String> problem() {
        return lostFile.problem().or(availability::problem).or(this::hanging);
    }

    private Optional<String> hanging() {
        long now = nanoTime.getAsLong();
        long longest =
                underWay.stream().mapToLong(one -> now - one.since()).max().orElse(0);
        return longest < MAX_WAIT
                ? Optional.empty()
                : Optional.of("the database has not answered for " + TimeUnit.NANOSECONDS.toSeconds(longest) + " s");
    }

    /** @return whether state can be stored now; after a failure tries it, once a second */
    boolean isUsable() {
        if (problem().isEmpty()) {
            return true;
        }
        if (hanging().isPresent()) {
            return false;
        }
        try {
            return transaction(StateTables::canWrite);
        } catch (StateUnavailableException e) {
            return false;
        }
    }

    /** Notices that the database hangs, or that its file was deleted. To be called every second. */
    public void watch() {
        Optional<String> hanging = availability.problem().isPresent() ? Optional.empty() : hanging();
        if (hanging.isPresent() && !hangs) {
            LOG.error(
                    "The database cannot be used; events wait and periodic messages pause until it can: {}",
                    hanging.get());
        } else if (hangs && problem().isEmpty()) {
            LOG.info("The database can be used again");
        }
        hangs = hanging.isPresent();
        if (lostFile.isToBeWrittenAgain()) {
            writeFileAgain();
        }
    }

    private void writeFileAgain() {
        if (ready instanceof HikariDataSource pool) {
            try {
                writeFileAgain(pool);
            } catch (SQLException | IOException e) {
                lostFile.cannotBeWritten(reason(e));
            }
        }
    }

    private void writeFileAgain(HikariDataSource pool) throws SQLException, IOException {
        Connection connection = connection();
        try {
            lostFile.writeAgain(connection);
        } catch (SQLException | IOException e) {
            // there is no other connection to the file that has no name any more
            connection.close();
            throw e;
        }
        pool.evictConnection(connection);
    }

    public void close() {
        if (lostFile.hasNoFile()) {
            writeFileAgain();
        }
        if (ready instanceof StateDataSource pool) {
            pool.close();
        }
    }

    /**
     * @return the first line of the driver's own message, without those of the pool and the migration around it, and without
     *     the parameters of the URL, of which one may be a password
     */
    private String reason(Throwable e) {
        Throwable root = ExceptionUtils.getRootCause(e);
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.replace(url, url.replaceFirst("[?].*", "?***"))
                .strip()
                .lines()
                .findFirst()
                .orElse(root.toString());
    }
}
