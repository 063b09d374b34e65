package org.campaignstatus.jms;

import jakarta.jms.Session;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;

/**
 * Leaves it to a step of the route to acknowledge a message. With Artemis each message is acknowledged on its own, so
 * that the next ones need not wait for one whose receiver is slow. The JMS API knows no such mode; with another vendor's
 * broker a consumer takes the next message when the route is through with the last one.
 */
public final class AcknowledgedByRoute implements MessageListenerContainerFactory {

    @Override
    public AbstractMessageListenerContainer createMessageListenerContainer(JmsEndpoint endpoint) {
        boolean artemis = endpoint.getConnectionFactory() instanceof ArtemisConnectionFactory;
        endpoint.getConfiguration()
                .setAcknowledgementMode(
                        artemis ? ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE : Session.CLIENT_ACKNOWLEDGE);
        endpoint.setAsyncConsumer(artemis);
        DefaultJmsMessageListenerContainer container =
                artemis ? new LastingSession(endpoint) : new DefaultJmsMessageListenerContainer(endpoint);
        container.setAcknowledgeAfterListener(false);
        return container;
    }

    /**
     * Takes no more messages once it is stopped, but keeps the session until it is destroyed: the messages that are still
     * under way then can only be acknowledged there.
     */
    private static final class LastingSession extends DefaultJmsMessageListenerContainer {

        LastingSession(JmsEndpoint endpoint) {
            super(endpoint, false);
        }

        @Override
        public void stop() {
            stopSharedConnection();
        }
    }
}
