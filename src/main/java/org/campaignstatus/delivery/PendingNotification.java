package org.campaignstatus.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.notification.Delivery;

/**
 * A notification from the moment its event or period was accepted until its outcome is known. Its route may end without
 * a request: on purpose, or because a step has thrown an exception. This class distinguishes the two. Thread-safe: a route of
 * the site may go on in several threads.
 */
public final class PendingNotification {

    private final Optional<StatusReport> report;
    private final Instant begun;
    private final long nanos = System.nanoTime();
    private PendingAttempt sending;
    private RouteError caught;
    private RouteError uncaught;
    private RouteError reported;
    private boolean flowEnded;
    private boolean settled;

    /**
     * What has become of it.
     *
     * @param requested whether the request was made
     * @param error the error to report; empty if there is none
     */
    record Result(boolean requested, Optional<RouteError> error) {}

    /**
     * @param report what it reports; empty if it came to the route {@code post} from elsewhere
     * @param begun now
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

    /** Takes note of the attempt to deliver it. */
    public synchronized void attemptedBy(PendingAttempt attempt) {
        sending = attempt;
    }

    synchronized Optional<PendingAttempt> sending() {
        return Optional.ofNullable(sending);
    }

    /** Takes note of an error before anybody has had the chance to catch it. The failure of the request is none. */
    public synchronized void met(RouteError error) {
        if (!isRequested()) {
            caught = error;
        } else if (sending.isAnswered() && uncaught == null && !settled) {
            uncaught = error;
        }
    }

    /**
     * Takes note of an error that no step of the route has caught.
     *
     * @return whether it is reported by {@link #settle}, with the outcome
     */
    synchronized boolean defer(RouteError error) {
        if (error == reported || error == uncaught || (isRequested() && sending.isFailedBy(error.problem()))) {
            return true;
        }
        if (settled || uncaught != null) {
            return false;
        }
        uncaught = error;
        return true;
    }

    /** Takes note that the route has ended for the message that it began with. */
    public synchronized void flowEnded() {
        flowEnded = true;
    }

    /** @return what has become of it, once; empty as long as a request may follow, and if none was wanted */
    synchronized Optional<Result> settle() {
        boolean requested = isRequested();
        if (!flowEnded || settled || (!requested && caught == null && uncaught == null)) {
            return Optional.empty();
        }
        settled = true;
        reported = uncaught != null || requested ? uncaught : caught;
        return Optional.of(new Result(requested, Optional.ofNullable(reported)));
    }

    private boolean isRequested() {
        return sending != null && sending.isRequested();
    }

    /** @return the attempt that was never made */
    DeliveryAttempt failed(Delivery delivery, byte[] json, Outcome outcome) {
        return new DeliveryAttempt(delivery, json, outcome, begun, Duration.ofNanos(System.nanoTime() - nanos));
    }
}
