package org.campaignstatus.jms;

import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;

/** Makes the containers of all routes that receive messages, unless a route names another factory. */
public record ListenerContainers(BrokerState state, BrokerProbe probe) implements MessageListenerContainerFactory {

    @Override
    public AbstractMessageListenerContainer createMessageListenerContainer(JmsEndpoint endpoint) {
        return create(endpoint);
    }

    ListenerContainer create(JmsEndpoint endpoint) {
        return new ListenerContainer(endpoint, true, state, probe);
    }

    ListenerContainer createWithLastingSession(JmsEndpoint endpoint, boolean alone) {
        return new PersistentSession(endpoint, alone, state, probe);
    }
}
