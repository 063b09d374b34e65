package org.campaignstatus.jms;

import jakarta.jms.Session;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;

/**
 * Leaves the acknowledgement of a message to a step of the route. With Artemis each message is acknowledged on its own, so
 * that none waits for another one's slow receiver. JMS has no such mode: with another vendor's broker a consumer receives the
 * next message after the route has ended for the last one.
 *
 * @param alone whether only the oldest of the nodes that listen to a queue may receive from it
 */
public record ManualAcknowledgeContainerFactory(boolean alone, ListenerContainers containers)
        implements MessageListenerContainerFactory {

    @Override
    public AbstractMessageListenerContainer createMessageListenerContainer(JmsEndpoint endpoint) {
        boolean artemis = endpoint.getConnectionFactory() instanceof ArtemisConnectionFactory;
        endpoint.getConfiguration()
                .setAcknowledgementMode(
                        artemis ? ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE : Session.CLIENT_ACKNOWLEDGE);
        endpoint.setAsyncConsumer(artemis);
        ListenerContainer container =
                artemis ? containers.createWithLastingSession(endpoint, alone) : containers.create(endpoint);
        container.setAcknowledgeAfterListener(false);
        return container;
    }
}
