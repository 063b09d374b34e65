package org.campaignstatus.database;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a database can be used, as far as the last transactions have shown. Writes a line when that changes; for a
 * problem that comes and goes, one a minute. Thread-safe.
 */
final class Availability {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.database");

    /** How long nothing is tried after a failure. */
    private static final long POLL_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private static final long LOG_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private volatile Problem problem;
    private String logged = "";
    private long loggedAt;

    private record Problem(StateUnavailableException cause, long since, boolean logged) {}

    /** @throws StateUnavailableException if a transaction has just failed: the next one would wait for nothing */
    void check() {
        Problem now = problem;
        if (now != null && System.nanoTime() - now.since() < POLL_INTERVAL) {
            throw now.cause();
        }
    }

    /** @return why the database cannot be used, in one line; empty if it can */
    Optional<String> problem() {
        Problem now = problem;
        return now == null ? Optional.empty() : Optional.of(now.cause().getMessage());
    }

    /** To be called after something was written: that something could be read shows little. */
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

    /** @param reason why it cannot be used, in one line */
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
