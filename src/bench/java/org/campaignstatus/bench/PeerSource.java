package org.campaignstatus.bench;

import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.input.Input;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.LifecycleEvents;
import org.campaignstatus.settings.SettingKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.jms.dsl.Jms;
import org.springframework.messaging.support.GenericMessage;

/**
 * What routes/lifecycle-jms.xml and routes/lifecycle.xml do: events that came before are dropped, and the state after each
 * is saved in the same kind of database before its notification is sent. The consumers of the queue share a connection,
 * and each has a transacted session of its own. A message is taken from the queue once its notification was attempted;
 * those of a campaign group are kept in order by their message group.
 */
@Configuration(proxyBeanMethods = false)
class PeerSource {

    @Bean
    PeerState state(ReloadableConfiguration configuration) {
        return new PeerState(configuration.get().settings().get(SettingKeys.DATABASE_URL));
    }

    @Bean
    IntegrationFlow lifecycle(
            ConnectionFactory connections, String[] arguments, ReloadableConfiguration configuration, PeerState state) {
        LifecycleEvents events = new LifecycleEvents(configuration, Clock.systemUTC());
        return IntegrationFlow.from(Jms.messageDrivenChannelAdapter(connections)
                        .destination(arguments[1])
                        .configureListenerContainer(container ->
                                container.sessionTransacted(true).concurrentConsumers(EightThreads.THREADS)))
                .transform(String.class, text -> events.read(new Text(text)))
                .handle(LifecycleEvent.class, (event, headers) -> state.remember(new GenericMessage<>(event, headers)))
                .channel("notify.input")
                .get();
    }

    private record Text(String text) implements Input {

        @Override
        public String id() {
            return "none";
        }
    }
}
