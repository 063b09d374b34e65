package org.campaignstatus.health;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.campaignstatus.jms.BrokerState;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** Tells whether every route that takes messages from the broker is connected to it. */
public final class BrokerHealthCheck extends AbstractHealthCheck {

    private final BrokerState state;

    public BrokerHealthCheck(CamelContext context, BrokerState state) {
        super("campaign-group-status", "broker");
        setCamelContext(context);
        this.state = state;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        if (!usesBroker()) {
            return;
        }
        for (Route route : getCamelContext().getRoutes()) {
            if (route.getConsumer() instanceof JmsConsumer consumer && !isConnected(consumer)) {
                builder.down().message("route " + route.getRouteId() + " is not connected to the broker");
            }
        }
        // the reason says more, and another vendor's consumer may not know that its broker is gone
        state.problem()
                .or(this::problemOfEmbeddedBroker)
                .ifPresent(problem -> builder.down().message(problem));
    }

    private boolean usesBroker() {
        return getCamelContext().getRoutes().stream().anyMatch(route -> route.getConsumer() instanceof JmsConsumer);
    }

    private Optional<String> problemOfEmbeddedBroker() {
        return Optional.ofNullable(getCamelContext().getRegistry().findSingleByType(ArtemisConnectionFactory.class))
                .flatMap(ArtemisConnectionFactory::problem);
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
