package org.campaignstatus.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.notification.Delivery;

/**
 * A notification from the moment its event or period was accepted until it has an outcome. Its route may end without a
 * request: on purpose, or because a step has thrown an exception. This class distinguishes the two. Thread-safe: a route of
 * the site may continue in several threads.
 */
public final class PendingNotification {

    private final Optional<StatusReport> report;
    private final Instant begun;
    private final long nanos = System.nanoTime();
    private PendingAttempt attempt;
    private RouteError caught;
    private RouteError uncaught;
    private RouteError reported;
    private boolean flowEnded;
    private boolean completed;

    /**
     * @param requested whether the request was made
     * @param error the error to report; empty if there is none
     */
    record Result(boolean requested, Optional<RouteError> error) {}

    /**
     * @param report its report; empty if a route of the site sent it to the route {@code post}
     * @param begun the current time
     */
    public PendingNotification(Optional<StatusReport> report, Instant begun) {
        this.report = report;
        this.begun = begun;
    }

    /** @return whether it is the one of that report */
    public boolean isOf(StatusReport other) {
        return report.filter(other::equals).isPresent();
    }

    Optional<StatusReport> report() {
        return report;
    }

    public synchronized void attemptedBy(PendingAttempt begun) {
        attempt = begun;
    }

    synchronized Optional<PendingAttempt> attempt() {
        return Optional.ofNullable(attempt);
    }

    /** Records an error at the step that throws it, whether it is caught or not. The failure of the request is no such error. */
    public synchronized void thrown(RouteError error) {
        if (!isRequested()) {
            caught = error;
        } else if (attempt.isAnswered() && uncaught == null && !completed) {
            uncaught = error;
        }
    }

    /**
     * Records an error that no step of the route has caught.
     *
     * @return whether {@link #complete} reports it, with the outcome
     */
    synchronized boolean defer(RouteError error) {
        if (error == reported || error == uncaught || (isRequested() && attempt.isFailedBy(error.problem()))) {
            return true;
        }
        if (completed || uncaught != null) {
            return false;
        }
        uncaught = error;
        return true;
    }

    /** Records that the route has ended for the exchange that it began with. */
    public synchronized void flowEnded() {
        flowEnded = true;
    }

    /** @return the result, once; empty as long as a request may follow, and if none was to be sent */
    synchronized Optional<Result> complete() {
        boolean requested = isRequested();
        if (!flowEnded || completed || (!requested && caught == null && uncaught == null)) {
            return Optional.empty();
        }
        completed = true;
        reported = uncaught != null || requested ? uncaught : caught;
        return Optional.of(new Result(requested, Optional.ofNullable(reported)));
    }

    private boolean isRequested() {
        return attempt != null && attempt.isRequested();
    }

    /** @return the outcome of a notification whose request was never made */
    DeliveryAttempt failed(Delivery delivery, byte[] json, Outcome outcome) {
        return new DeliveryAttempt(delivery, json, outcome, begun, Duration.ofNanos(System.nanoTime() - nanos));
    }
}
