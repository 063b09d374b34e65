package org.campaignstatus.jms;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** Tells whether every route that takes messages from the broker is connected to it. */
public final class BrokerHealthCheck extends AbstractHealthCheck {

    public BrokerHealthCheck(CamelContext context) {
        super("campaign-group-status", "broker");
        setCamelContext(context);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        for (Route route : getCamelContext().getRoutes()) {
            if (route.getConsumer() instanceof JmsConsumer consumer && !isConnected(consumer)) {
                builder.down().message("route " + route.getRouteId() + " is not connected to the broker");
            }
        }
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
