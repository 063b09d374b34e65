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
 * Ties a pending notification to the exchange that carries it and to all copies of it, so that it gets an outcome when
 * they are done. Thread-safe.
 */
public final class NotificationFlow {

    /** The exchange property that holds the {@link PendingNotification}; Camel copies it with the exchange. */
    private static final String PENDING = "pendingNotification";

    /** The exchange property that holds the last {@link RouteError}, caught or not. */
    private static final String ERROR = "routeError";

    /** The exchange property that holds the id of the exchange whose end settles the notification after an error. */
    private static final String SETTLED = "routeErrorSettledBy";

    private final RouteErrors errors;
    private final Clock clock;

    public NotificationFlow(RouteErrors errors, Clock clock) {
        this.errors = errors;
        this.clock = clock;
    }

    /** An end of an exchange, whether it failed or not. One that went on to another thread does not take it along. */
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

    /** Begins to follow the notification of a report, unless the exchange carries it already. */
    void begin(Exchange exchange, StatusReport report) {
        PendingNotification known = pending(exchange);
        if (known == null || !known.isOf(report)) {
            follow(exchange, Optional.of(report));
        }
    }

    /** @return the pending notification of the exchange; one that came to the route {@code post} from elsewhere is new */
    public PendingNotification of(Exchange exchange) {
        PendingNotification known = pending(exchange);
        return known != null ? known : follow(exchange, Optional.empty());
    }

    private PendingNotification follow(Exchange exchange, Optional<StatusReport> report) {
        PendingNotification pending = new PendingNotification(report, clock.instant());
        exchange.setProperty(PENDING, pending);
        exchange.getExchangeExtension().addOnCompletion(new End(() -> {
            pending.flowEnded();
            errors.settle(pending);
        }));
        return pending;
    }

    private static PendingNotification pending(Exchange exchange) {
        return exchange.getProperty(PENDING, PendingNotification.class);
    }

    /** Takes note of an exception that a step has thrown; steps around that one see the same exception again. */
    void thrown(Exchange exchange, String step, Throwable problem) {
        RouteError last = exchange.getProperty(ERROR, RouteError.class);
        if (last != null && last.problem() == problem) {
            return;
        }
        RouteError error = new RouteError(
                routeOf(exchange), step, problem, exchange.getIn().getBody());
        exchange.setProperty(ERROR, error);
        PendingNotification pending = pending(exchange);
        if (pending != null) {
            pending.met(error);
            settleAtEnd(exchange, pending);
        }
    }

    /** A copy of the exchange may fail long after the exchange that began. */
    private void settleAtEnd(Exchange exchange, PendingNotification pending) {
        String id = exchange.getExchangeId();
        if (!id.equals(exchange.getProperty(SETTLED))) {
            exchange.setProperty(SETTLED, id);
            exchange.getExchangeExtension().addOnCompletion(new End(() -> errors.settle(pending)));
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
        RouteError last = exchange.getProperty(ERROR, RouteError.class);
        RouteError error = last != null && last.problem() == problem
                ? last
                : new RouteError(
                        routeOf(exchange), "", problem, exchange.getIn().getBody());
        PendingNotification pending = pending(exchange);
        if (pending == null) {
            errors.report(error);
        } else {
            errors.report(error, pending);
        }
    }

    /**
     * Ends what the routes behind a lane have made of an accepted event: an error or a stop there concerns its notification,
     * and must not keep the source from being done with the event.
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
