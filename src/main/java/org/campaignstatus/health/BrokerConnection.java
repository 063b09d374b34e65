package org.campaignstatus.health;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsConsumer;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.campaignstatus.jms.BrokerState;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** Whether every route that consumes messages is connected to the broker. Thread-safe. */
public final class BrokerConnection {

    private final CamelContext context;
    private final BrokerState state;

    public BrokerConnection(CamelContext context, BrokerState state) {
        this.context = context;
        this.state = state;
    }

    /** @return a line for the health check; empty if all are connected, or no route consumes messages */
    public Optional<String> problem() {
        Optional<Route> any = context.getRoutes().stream()
                .filter(route -> route.getConsumer() instanceof JmsConsumer)
                .findAny();
        // the state has the reason, and another vendor's consumer may not notice that its broker is gone
        return any.flatMap(
                route -> state.problem().or(this::problemOfEmbeddedBroker).or(this::unconnectedRoute));
    }

    private Optional<String> problemOfEmbeddedBroker() {
        return Optional.ofNullable(context.getRegistry().findSingleByType(ArtemisConnectionFactory.class))
                .flatMap(ArtemisConnectionFactory::problem);
    }

    private Optional<String> unconnectedRoute() {
        return context.getRoutes().stream()
                .filter(route -> route.getConsumer() instanceof JmsConsumer consumer && !isConnected(consumer))
                .map(route -> "route " + route.getRouteId() + " is not connected to the broker")
                .findFirst();
    }

    private static boolean isConnected(JmsConsumer consumer) {
        try {
            return consumer.getListenerContainer() instanceof DefaultMessageListenerContainer container
                    && container.isRegisteredWithDestination();
        } catch (Exception e) {
            return false;
        }
    }
}
