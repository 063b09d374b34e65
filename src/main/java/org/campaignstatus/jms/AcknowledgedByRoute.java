package org.campaignstatus.jms;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
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

    private final boolean alone;

    /** @param alone whether only one of the nodes that listen to a queue may take messages from it, the oldest one */
    public AcknowledgedByRoute(boolean alone) {
        this.alone = alone;
    }

    @Override
    public AbstractMessageListenerContainer createMessageListenerContainer(JmsEndpoint endpoint) {
        boolean artemis = endpoint.getConnectionFactory() instanceof ArtemisConnectionFactory;
        endpoint.getConfiguration()
                .setAcknowledgementMode(
                        artemis ? ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE : Session.CLIENT_ACKNOWLEDGE);
        endpoint.setAsyncConsumer(artemis);
        DefaultJmsMessageListenerContainer container =
                artemis ? new LastingSession(endpoint, alone) : new DefaultJmsMessageListenerContainer(endpoint);
        container.setAcknowledgeAfterListener(false);
        return container;
    }

    /**
     * Takes no more messages once it is stopped, but keeps the session until it is destroyed: the messages that are still
     * under way then can only be acknowledged there.
     */
    private static final class LastingSession extends DefaultJmsMessageListenerContainer {

        private final boolean alone;

        LastingSession(JmsEndpoint endpoint, boolean alone) {
            super(endpoint, false);
            this.alone = alone;
        }

        @Override
        protected MessageConsumer createConsumer(Session session, Destination destination) throws JMSException {
            return alone
                    ? super.createConsumer(session, ExclusiveQueue.of(session, (Queue) destination))
                    : super.createConsumer(session, destination);
        }

        @Override
        public void stop() {
            stopSharedConnection();
        }

        /** Whoever is still waiting for a message when the container is destroyed is interrupted; that is no failure. */
        @Override
        protected void handleListenerSetupFailure(Throwable failure, boolean alreadyRecovered) {
            if (isActive()) {
                super.handleListenerSetupFailure(failure, alreadyRecovered);
            }
        }
    }
}
