package org.campaignstatus.routing;

import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailureHandledEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Reports each exception that no step of a route has caught, whether an error handler of the route handles it or none does. */
final class UncaughtErrors extends EventNotifierSupport {

    private final NotificationFlow flow;

    UncaughtErrors(NotificationFlow flow) {
        this.flow = flow;
        setIgnoreCamelContextInitEvents(true);
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeFailureHandledEvent handled && isUncaught(handled.getExchange())) {
            report(handled.getExchange());
        } else if (event instanceof ExchangeFailedEvent failed) {
            report(failed.getExchange());
        }
    }

    /** Camel raises the same event after a {@code doCatch}, which does not mark the exchange like this. */
    private static boolean isUncaught(Exchange exchange) {
        ExchangeExtension exchangeState = exchange.getExchangeExtension();
        return exchangeState.isFailureHandled()
                || exchangeState.isErrorHandlerHandledSet() && exchangeState.isErrorHandlerHandled();
    }

    private void report(Exchange exchange) {
        Throwable problem = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        // a stop interrupts redelivery; the next start processes the event again
        boolean stopping = problem instanceof RejectedExecutionException
                && exchange.getContext().isStopping();
        if (problem != null && !stopping) {
            flow.uncaught(exchange, problem);
        }
    }
}
