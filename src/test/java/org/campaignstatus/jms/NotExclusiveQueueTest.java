package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.campaignstatus.harness.SiteBroker;
import org.campaignstatus.health.BrokerConnection;
import org.campaignstatus.health.MessageHealthCheck;
import org.junit.jupiter.api.Test;

/** Several nodes, and a queue that the broker gives to all of them at a time. */
final class NotExclusiveQueueTest {

    @Test
    void healthSaysWhyNothingIsTaken() throws Exception {
        try (SiteBroker broker = SiteBroker.withQueues("events");
                DefaultCamelContext context = new DefaultCamelContext()) {
            ArtemisConnectionFactory factory = new ArtemisConnectionFactory();
            factory.setBrokerUrl(broker.url());
            factory.setUsername(SiteBroker.USER);
            factory.setPassword(SiteBroker.PASSWORD);
            BrokerState state = new BrokerState(System::nanoTime);
            ListenerContainers containers =
                    new ListenerContainers(state, new BrokerProbe(context, state, System::nanoTime));
            context.getRegistry().bind("alone", new ManualAcknowledgeContainerFactory(true, containers));
            context.addComponent("jms", JmsComponent.jmsComponent(factory));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("jms:queue:events?consumerType=Custom&messageListenerContainerFactory=#alone")
                            .to("mock:taken");
                }
            });
            context.start();
            HealthCheck health = MessageHealthCheck.down("broker", new BrokerConnection(context, state)::problem);

            await().until(() -> health.call().getMessage().orElse("").contains("queue events is not exclusive"));
            assertThat(health.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        }
    }
}
