package org.campaignstatus.database;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a database can be used, by the outcome of the last transactions. Logs when that changes; a problem that comes and
 * goes, also in turn with another one, once a minute. Thread-safe.
 */
final class Availability {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.database");

    private static final long POLL_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private static final long LOG_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private volatile Problem problem;

    /** By reason; within the last minute. */
    private final Map<String, Long> logged = new HashMap<>();

    private record Problem(StateUnavailableException cause, long since, boolean logged) {}

    Availability(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @throws StateUnavailableException if a transaction has failed within the last second */
    void check() {
        Problem now = problem;
        if (now != null && nanoTime.getAsLong() - now.since() < POLL_INTERVAL) {
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
        boolean isKnown =
                before != null && before.logged() && before.cause().getMessage().equals(cause.getMessage());
        long now = nanoTime.getAsLong();
        logged.values().removeIf(at -> now - at > LOG_INTERVAL);
        boolean log = !isKnown && logged.putIfAbsent(reason, now) == null;
        if (log) {
            LOG.error("The database cannot be used; events wait and periodic messages pause until it can: {}", reason);
        }
        problem = new Problem(cause, now, log || before != null && before.logged());
        return cause;
    }
}
