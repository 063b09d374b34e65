package org.campaignstatus.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.campaignstatus.lane.GroupLocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group locks as advisory locks of the PostgreSQL database: those of a node that dies are released. All of a node's locks
 * belong to one connection; the requests that come while it is busy are joined in one statement. Thread-safe.
 */
public final class PostgresAdvisoryLocks implements GroupLocks {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresAdvisoryLocks.class);

    /** The first half of the key of each lock, which tells it from those of other programs. */
    private static final int FAMILY = 1_129_530_196;

    private static final String LOCK = "SELECT pg_try_advisory_lock(" + FAMILY
            + ", l.campaign_group) FROM unnest(?) WITH ORDINALITY AS l (campaign_group, place) ORDER BY place";

    private static final String UNLOCK =
            "SELECT pg_advisory_unlock(" + FAMILY + ", l.campaign_group) FROM unnest(?) AS l (campaign_group)";

    /** Milliseconds between two attempts to acquire a lock that another node holds. */
    private static final long POLL_INTERVAL = 10;

    /** Milliseconds between two attempts while the database is away. */
    private static final long BACKOFF = 1_000;

    private final Database database;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private Connection connection;
    private volatile boolean ended;

    private enum Answer {
        YES,
        NO,
        DATABASE_IS_AWAY
    }

    private static final class Request {
        private final int campaignGroup;
        private final boolean releases;
        private volatile Answer answer;

        Request(int campaignGroup, boolean releases) {
            this.campaignGroup = campaignGroup;
            this.releases = releases;
        }
    }

    public PostgresAdvisoryLocks(Database database) {
        this.database = database;
    }

    @Override
    public void acquire(int campaignGroup) throws InterruptedException {
        Answer answer = ask(campaignGroup, false);
        while (answer != Answer.YES) {
            if (ended) {
                throw new InterruptedException("the program stops while campaign group " + campaignGroup + " waits");
            }
            Thread.sleep(answer == Answer.NO ? POLL_INTERVAL : BACKOFF);
            answer = ask(campaignGroup, false);
        }
    }

    @Override
    public boolean tryAcquire(int campaignGroup) {
        return ask(campaignGroup, false) == Answer.YES;
    }

    @Override
    public void release(int campaignGroup) {
        ask(campaignGroup, true);
    }

    @Override
    public void end() {
        ended = true;
    }

    private Answer ask(int campaignGroup, boolean releases) {
        Request request = new Request(campaignGroup, releases);
        requests.add(request);
        synchronized (this) {
            if (request.answer == null) {
                answerAll();
            }
        }
        return request.answer;
    }

    private void answerAll() {
        List<Request> back = new ArrayList<>();
        List<Request> wanted = new ArrayList<>();
        for (Request next = requests.poll(); next != null; next = requests.poll()) {
            (next.releases ? back : wanted).add(next);
        }
        try {
            if (connection == null) {
                connection = database.connection();
            }
            answer(UNLOCK, back);
            answer(LOCK, wanted);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The database with the locks is away", e);
            disconnect();
            back.forEach(request -> request.answer = Answer.DATABASE_IS_AWAY);
            wanted.forEach(request -> request.answer = Answer.DATABASE_IS_AWAY);
        }
    }

    /** Releases come first, so that a lock can be released and acquired in the same batch. */
    private void answer(String sql, List<Request> asked) throws SQLException {
        if (asked.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Object[] groups =
                    asked.stream().map(request -> request.campaignGroup).toArray();
            statement.setArray(1, connection.createArrayOf("integer", groups));
            try (ResultSet row = statement.executeQuery()) {
                for (Request request : asked) {
                    row.next();
                    request.answer = row.getBoolean(1) ? Answer.YES : Answer.NO;
                }
            }
        }
    }

    /** Releases all locks, so that other nodes may go on. A connection that still works goes back to its pool. */
    private void disconnect() {
        if (connection == null) {
            return;
        }
        try (Connection last = connection;
                Statement statement = last.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
        } catch (SQLException e) {
            LOG.debug("The connection was lost", e);
        }
        connection = null;
    }
}
