package org.campaignstatus.delivery;

import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.SedaEndpoint;

/** The queue of the route {@code failed}, used without a producer because that costs more. Thread-safe. */
public final class DeadLetterQueue implements Predicate<DeliveryAttempt> {

    private final CamelContext context;
    private volatile SedaEndpoint endpoint;

    public DeadLetterQueue(CamelContext context) {
        this.context = context;
    }

    @Override
    public boolean test(DeliveryAttempt attempt) {
        if (endpoint == null) {
            endpoint = context.getEndpoint("seda:failed", SedaEndpoint.class);
        }
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(attempt);
        return endpoint.getQueue().offer(exchange);
    }
}
