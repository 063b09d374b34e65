package org.campaignstatus.routing;

import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.spi.SynchronizationVetoable;
import org.apache.camel.support.SynchronizationAdapter;
import org.campaignstatus.delivery.PendingNotification;
import org.campaignstatus.delivery.RouteError;
import org.campaignstatus.delivery.RouteErrors;
import org.campaignstatus.lifecycle.StatusReport;

/**
 * Attaches a pending notification to its exchange and all copies of that, so that it gets an outcome when they are done.
 * Thread-safe.
 */
public final class NotificationFlow {

    /** The exchange property with the {@link PendingNotification}. */
    private static final String PENDING = "pendingNotification";

    /** The exchange property with the last {@link RouteError}, caught or not. */
    private static final String ERROR = "routeError";

    /** The exchange property with the id of the exchange whose end completes the notification after an error. */
    private static final String COMPLETED_BY = "routeErrorCompletedBy";

    private final RouteErrors errors;
    private final Clock clock;

    public NotificationFlow(RouteErrors errors, Clock clock) {
        this.errors = errors;
        this.clock = clock;
    }

    /** Runs at the end of an exchange, failed or not; not handed over to a copy in another thread. */
    private static final class End extends SynchronizationAdapter implements SynchronizationVetoable {
        private final Runnable action;

        End(Runnable action) {
            this.action = action;
        }

        @Override
        public void onDone(Exchange exchange) {
            action.run();
        }

        @Override
        public boolean allowHandover() {
            return false;
        }
    }

    /** Attaches the notification of a report, unless the exchange has it already. */
    void begin(Exchange exchange, StatusReport report) {
        PendingNotification current = pending(exchange);
        if (current == null || !current.isOf(report)) {
            follow(exchange, Optional.of(report));
        }
    }

    /** @return the pending notification of the exchange; a new one if a route of the site sent it to the route {@code post} */
    public PendingNotification of(Exchange exchange) {
        PendingNotification current = pending(exchange);
        return current != null ? current : follow(exchange, Optional.empty());
    }

    private PendingNotification follow(Exchange exchange, Optional<StatusReport> report) {
        PendingNotification pending = new PendingNotification(report, clock.instant());
        exchange.setProperty(PENDING, pending);
        exchange.getExchangeExtension().addOnCompletion(new End(() -> {
            pending.flowEnded();
            errors.complete(pending);
        }));
        return pending;
    }

    private static PendingNotification pending(Exchange exchange) {
        return exchange.getProperty(PENDING, PendingNotification.class);
    }

    /** Records an exception that a step has thrown; the steps around that one see the same exception again. */
    void thrown(Exchange exchange, String step, Throwable problem) {
        RouteError error = error(exchange, step, problem);
        if (error == exchange.getProperty(ERROR)) {
            return;
        }
        exchange.setProperty(ERROR, error);
        PendingNotification pending = pending(exchange);
        if (pending != null) {
            pending.thrown(error);
            completeAtEnd(exchange, pending);
        }
    }

    /** @return the last error of the exchange if it has that exception, else a new one */
    private static RouteError error(Exchange exchange, String step, Throwable problem) {
        RouteError last = exchange.getProperty(ERROR, RouteError.class);
        return last != null && last.problem() == problem
                ? last
                : new RouteError(
                        routeOf(exchange), step, problem, exchange.getIn().getBody());
    }

    /** A copy of the exchange may fail long after the exchange that began. */
    private void completeAtEnd(Exchange exchange, PendingNotification pending) {
        String id = exchange.getExchangeId();
        if (!id.equals(exchange.getProperty(COMPLETED_BY))) {
            exchange.setProperty(COMPLETED_BY, id);
            exchange.getExchangeExtension().addOnCompletion(new End(() -> errors.complete(pending)));
        }
    }

    private static String routeOf(Exchange exchange) {
        String at = exchange.getUnitOfWork() == null || exchange.getUnitOfWork().getRoute() == null
                ? exchange.getFromRouteId()
                : exchange.getUnitOfWork().getRoute().getRouteId();
        return at == null ? "" : at;
    }

    /** Reports an exception that no step of the route has caught. */
    void uncaught(Exchange exchange, Throwable problem) {
        RouteError error = error(exchange, "", problem);
        PendingNotification pending = pending(exchange);
        if (pending == null) {
            errors.report(error);
        } else {
            errors.report(error, pending);
        }
    }

    /**
     * Reports and clears an error or a stop of the routes behind a lane: it concerns the notification, and the source of the
     * accepted event must complete.
     */
    public void leftLane(Exchange exchange) {
        if (pending(exchange) == null) {
            return;
        }
        if (exchange.getException() != null) {
            uncaught(exchange, exchange.getException());
        }
        exchange.setException(null);
        exchange.setRouteStop(false);
        exchange.setRollbackOnly(false);
        exchange.setRollbackOnlyLast(false);
        exchange.getExchangeExtension().setErrorHandlerHandled(null);
        exchange.getExchangeExtension().setRedeliveryExhausted(false);
    }
}
