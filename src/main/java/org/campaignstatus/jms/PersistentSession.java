package org.campaignstatus.jms;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
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
        return super.listen(session, alone ? exclusive(session, (Queue) destination) : destination);
    }

    @Override
    void stopListening() {
        stopSharedConnection();
    }

    /**
     * @param session a session with Artemis
     * @return the queue, created if it does not exist
     * @throws JMSException if it is not exclusive
     */
    private static Queue exclusive(Session session, Queue queue) throws JMSException {
        ClientSession core = ((ActiveMQSession) session).getCoreSession();
        String name = queue.getQueueName();
        try {
            if (!core.queueQuery(SimpleString.of(name)).isExists()) {
                core.createQueue(QueueConfiguration.of(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setExclusive(true)
                        .setAutoDelete(false));
            }
            if (!Boolean.TRUE.equals(core.queueQuery(SimpleString.of(name)).isExclusive())) {
                throw new JMSException(
                        "queue " + name + " is not exclusive: expected a queue that the broker gives to one "
                                + "node at a time, or lifecycle.jms.ordered = false if the producers set JMSXGroupID");
            }
            return queue;
        } catch (ActiveMQException e) {
            JMSException failure = new JMSException("queue " + name + " cannot be had: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }
}
