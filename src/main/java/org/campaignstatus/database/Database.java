package org.campaignstatus.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database where state lives: its schema, its transactions, and whether it can be used now. It may be away at any
 * time, also at the start; what is asked of it then fails at once, but for one try a second. Thread-safe.
 */
public final class Database {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.database");

    /** Where the migration library notes which version the schema has. */
    static final String SCHEMA_TABLE = "campaign_group_status_schema";

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<DataSource> source;
    private final Dialect dialect;
    private volatile DataSource ready;
    private volatile Problem problem;

    /** What to do in a transaction. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private record Problem(StateUnavailableException cause, long since) {}

    /**
     * @param url what database it is
     * @param source asked for the data source when it is used first
     */
    public Database(String url, Supplier<DataSource> source) {
        this.dialect = Dialect.of(url);
        this.source = source;
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
     * @throws StateUnavailableException if nothing of it was done; if the database went away while it was to commit,
     *     all of it may have been done
     */
    <T> T transaction(Work<T> work) {
        Problem known = problem;
        if (known != null && System.nanoTime() - known.since() < PAUSE) {
            throw known.cause();
        }
        try (Connection connection = dataSource().getConnection()) {
            connection.setAutoCommit(false);
            T result = committed(work, connection);
            works();
            return result;
        } catch (SQLException | FlywayException e) {
            throw fails(e);
        }
    }

    private static <T> T committed(Work<T> work, Connection connection) throws SQLException {
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException lost) {
                e.addSuppressed(lost);
            }
            throw e;
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
            DataSource opened = source.get();
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(opened)
                    .locations(dialect.schema())
                    .placeholders(dialect.words())
                    .table(SCHEMA_TABLE)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .connectRetries(0)
                    .load()
                    .migrate();
            ready = opened;
        }
        return ready;
    }

    /** @return why the database cannot be used now, in one line; empty if it can, as far as is known */
    public Optional<String> problem() {
        Problem now = problem;
        return now == null ? Optional.empty() : Optional.of(now.cause().getMessage());
    }

    /** Closes the connections. */
    public synchronized void close() {
        if (ready instanceof StateDataSource pool) {
            pool.close();
        }
    }

    private void works() {
        if (problem != null) {
            problem = null;
            LOG.info("The database can be used again");
        }
    }

    private synchronized StateUnavailableException fails(Exception e) {
        String reason = reason(e);
        Problem before = problem;
        StateUnavailableException cause = new StateUnavailableException("the database cannot be used: " + reason, e);
        if (before == null || !before.cause().getMessage().equals(cause.getMessage())) {
            LOG.error("The database cannot be used; events wait and periodic messages pause until it can: {}", reason);
        }
        problem = new Problem(cause, System.nanoTime());
        return cause;
    }

    /** @return the first line of what the driver itself says, without what the pool and the migration say around it */
    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.strip().lines().findFirst().orElse(root.toString());
    }
}
