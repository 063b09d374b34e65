package org.campaignstatus.database;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a database can be used, by the outcome of the last transactions. Logs when that changes; a problem that comes and
 * goes, once a minute. Thread-safe.
 */
final class Availability {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.database");

    private static final long POLL_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private static final long LOG_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private volatile Problem problem;
    private String logged = "";
    private long loggedAt;

    private record Problem(StateUnavailableException cause, long since, boolean logged) {}

    /** @throws StateUnavailableException if a transaction has failed within the last second */
    void check() {
        Problem now = problem;
        if (now != null && System.nanoTime() - now.since() < POLL_INTERVAL) {
            throw now.cause();
        }
    }

    Optional<String> problem() {
        Problem now = problem;
        return now == null ? Optional.empty() : Optional.of(now.cause().getMessage());
    }

    /** To be called after a write; a successful read does not show that the database can be written to. */
    void works() {
        if (problem != null) {
            worksAgain();
        }
    }

    private synchronized void worksAgain() {
        if (problem != null && problem.logged()) {
            LOG.info("The database can be used again");
        }
        problem = null;
    }

    synchronized StateUnavailableException fails(String reason, Exception e) {
        Problem before = problem;
        StateUnavailableException cause = new StateUnavailableException("the database cannot be used: " + reason, e);
        boolean isNew = before == null || !before.cause().getMessage().equals(cause.getMessage());
        boolean log = isNew && !(reason.equals(logged) && System.nanoTime() - loggedAt < LOG_INTERVAL);
        if (log) {
            LOG.error("The database cannot be used; events wait and periodic messages pause until it can: {}", reason);
            logged = reason;
            loggedAt = System.nanoTime();
        }
        problem = new Problem(cause, System.nanoTime(), log || before != null && before.logged());
        return cause;
    }
}
