package org.campaignstatus.jms;

import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;

/** Makes the containers of all routes that take messages, unless a route asks for others. */
public final class ListenerContainers implements MessageListenerContainerFactory {

    private final BrokerState state;
    private final BrokerProbe probe;

    public ListenerContainers(BrokerState state, BrokerProbe probe) {
        this.state = state;
        this.probe = probe;
    }

    @Override
    public AbstractMessageListenerContainer createMessageListenerContainer(JmsEndpoint endpoint) {
        return create(endpoint);
    }

    ListenerContainer create(JmsEndpoint endpoint) {
        return new ListenerContainer(endpoint, true, state, probe);
    }

    /** Takes no more messages once it is stopped, but keeps its session until it is destroyed. */
    ListenerContainer createWithLastingSession(JmsEndpoint endpoint, boolean alone) {
        return new PersistentSession(endpoint, alone, state, probe);
    }
}
