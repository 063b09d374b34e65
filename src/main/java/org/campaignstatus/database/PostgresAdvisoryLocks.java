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
 * Group locks that nodes take as advisory locks of their PostgreSQL database: a node that dies has none any more. All of a
 * node's locks belong to one connection; what several lanes ask for while it is busy is asked of it in one go.
 * Thread-safe.
 */
public final class PostgresAdvisoryLocks implements GroupLocks {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresAdvisoryLocks.class);

    /** The first half of the key of each lock, so that it is nobody else's. */
    private static final int FAMILY = 1_129_530_196;

    private static final String LOCK = "SELECT pg_try_advisory_lock(" + FAMILY
            + ", turn.campaign_group) FROM unnest(?) WITH ORDINALITY AS turn (campaign_group, place) ORDER BY place";

    private static final String UNLOCK =
            "SELECT pg_advisory_unlock(" + FAMILY + ", turn.campaign_group) FROM unnest(?) AS turn (campaign_group)";

    /** Milliseconds until somebody who waits looks again whether the turn was given back. */
    private static final long LOOK = 10;

    /** Milliseconds until somebody who waits looks again whether the database is back. */
    private static final long PAUSE = 1_000;

    private final Database database;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private Connection connection;
    private volatile boolean ended;

    private enum Answer {
        YES,
        NO,
        DATABASE_IS_AWAY
    }

    /** What a lane asks for. */
    private static final class Request {
        private final int campaignGroup;
        private final boolean givesBack;
        private volatile Answer answer;

        Request(int campaignGroup, boolean givesBack) {
            this.campaignGroup = campaignGroup;
            this.givesBack = givesBack;
        }
    }

    public PostgresAdvisoryLocks(Database database) {
        this.database = database;
    }

    @Override
    public void await(int campaignGroup) throws InterruptedException {
        Answer answer = ask(campaignGroup, false);
        while (answer != Answer.YES) {
            if (ended) {
                throw new InterruptedException("the program stops while campaign group " + campaignGroup + " waits");
            }
            Thread.sleep(answer == Answer.NO ? LOOK : PAUSE);
            answer = ask(campaignGroup, false);
        }
    }

    @Override
    public boolean take(int campaignGroup) {
        return ask(campaignGroup, false) == Answer.YES;
    }

    @Override
    public void giveBack(int campaignGroup) {
        ask(campaignGroup, true);
    }

    @Override
    public void end() {
        ended = true;
    }

    private Answer ask(int campaignGroup, boolean givesBack) {
        Request request = new Request(campaignGroup, givesBack);
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
            (next.givesBack ? back : wanted).add(next);
        }
        try {
            if (connection == null) {
                connection = database.connection();
            }
            answer(UNLOCK, back);
            answer(LOCK, wanted);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The database with the turns is away", e);
            disconnect();
            back.forEach(request -> request.answer = Answer.DATABASE_IS_AWAY);
            wanted.forEach(request -> request.answer = Answer.DATABASE_IS_AWAY);
        }
    }

    /** In this order, a lane that gives its turn back and one that wants it next can be in the same go. */
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

    /** All locks are gone then, so that other nodes may go on: a connection that still works goes back to its pool. */
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
