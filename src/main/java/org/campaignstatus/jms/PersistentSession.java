package org.campaignstatus.jms;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.apache.camel.component.jms.JmsEndpoint;

/**
 * Receives no more messages from Artemis once it is stopped, but keeps the session until it is destroyed: the messages under
 * way can only be acknowledged there.
 */
final class PersistentSession extends ListenerContainer {

    private final boolean alone;

    PersistentSession(JmsEndpoint endpoint, boolean alone, BrokerState state, BrokerProbe probe) {
        super(endpoint, false, state, probe);
        this.alone = alone;
    }

    @Override
    MessageConsumer listen(Session session, Destination destination) throws JMSException {
        return super.listen(session, alone ? ExclusiveQueue.of(session, (Queue) destination) : destination);
    }

    @Override
    void stopListening() {
        stopSharedConnection();
    }
}
