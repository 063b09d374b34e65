package org.campaignstatus.jms;

import jakarta.jms.Session;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;

/**
 * Leaves it to a step of the route to acknowledge a message. With Artemis each message is acknowledged on its own, so
 * that the next ones need not wait for one whose receiver is slow. The JMS API knows no such mode; with another vendor's
 * broker a consumer takes the next message when the route is through with the last one.
 */
public final class ManualAcknowledgeContainerFactory implements MessageListenerContainerFactory {

    private final boolean alone;
    private final ListenerContainers containers;

    /** @param alone whether only one of the nodes that listen to a queue may take messages from it, the oldest one */
    public ManualAcknowledgeContainerFactory(boolean alone, ListenerContainers containers) {
        this.alone = alone;
        this.containers = containers;
    }

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
