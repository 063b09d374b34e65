package org.campaignstatus;

import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.SedaEndpoint;
import org.campaignstatus.notification.Attempt;

/**
 * The way to the route {@code failed}: its queue, entered without waiting and without what a producer does around it.
 * Thread-safe.
 */
final class FailedQueue implements Predicate<Attempt> {

    private final CamelContext context;
    private volatile SedaEndpoint endpoint;

    FailedQueue(CamelContext context) {
        this.context = context;
    }

    @Override
    public boolean test(Attempt attempt) {
        if (endpoint == null) {
            endpoint = context.getEndpoint("seda:failed", SedaEndpoint.class);
        }
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(attempt);
        return endpoint.getQueue().offer(exchange);
    }
}
