package org.campaignstatus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.LifecycleEvents;
import org.campaignstatus.notification.Notification;
import org.campaignstatus.settings.SettingKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.config.EnableIntegrationManagement;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.http.dsl.Http;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/**
 * The peer with equal duties: the same flow with what it takes to do what the program does for each notification. The
 * headers are the program's, the time for the whole answer is limited, and outcomes are counted; from a queue, events that
 * came before are dropped, and the state after each is saved in the same kind of database before its notification is sent.
 */
final class EqualPeer {

    private EqualPeer() {}

    /** @param arguments as of {@link Peer} */
    public static void main(String[] arguments) throws Exception {
        Peer.run(arguments, Flows.class, Source.class);
    }

    /** What routes/notify.xml and routes/post.xml do. */
    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    @EnableIntegrationManagement(defaultLoggingEnabled = "false")
    static class Flows {

        @Bean
        IntegrationFlow notify(ReloadableConfiguration configuration) {
            ObjectWriter json = new ObjectMapper().writerFor(Notification.class);
            return flow -> Peer.notification(flow, configuration)
                    .enrichHeaders(headers -> headers.messageProcessor(Flows::headers))
                    .transform(Notification.class, notification -> Peer.write(json, notification))
                    .handle(
                            Http.outboundChannelAdapter(
                                            Peer.uri(configuration),
                                            EqualPeerClient.create(configuration
                                                    .get()
                                                    .settings()
                                                    .get(SettingKeys.RESPONSE_TIMEOUT)))
                                    .httpMethod(HttpMethod.POST)
                                    .mappedRequestHeaders(MessageHeaders.CONTENT_TYPE, "ce-*"),
                            endpoint -> endpoint.advice(new EqualPeerOutcomes()));
        }

        private static Map<String, Object> headers(Message<?> message) {
            Notification notification = (Notification) message.getPayload();
            Map<String, Object> headers = new LinkedHashMap<>();
            headers.put(MessageHeaders.CONTENT_TYPE, "application/json");
            notification
                    .delivery()
                    .envelope()
                    .source()
                    .ifPresent(source -> notification.delivery().event().putHeaders(source, headers));
            return headers;
        }
    }

    /**
     * What routes/lifecycle-jms.xml and routes/lifecycle.xml do. A message is taken from the queue once its notification was
     * attempted; those of a campaign group are kept in order by their message group.
     */
    @Configuration(proxyBeanMethods = false)
    static class Source {

        @Bean
        EqualPeerState state(ReloadableConfiguration configuration) {
            return new EqualPeerState(configuration.get().settings().get(SettingKeys.DATABASE_URL));
        }

        @Bean
        IntegrationFlow lifecycle(
                ConnectionFactory connections,
                String[] arguments,
                ReloadableConfiguration configuration,
                EqualPeerState state) {
            LifecycleEvents events = new LifecycleEvents(configuration, Clock.systemUTC());
            return IntegrationFlow.from(Peer.consumers(connections, arguments[1]))
                    .transform(String.class, text -> events.read(new Peer.Text(text)))
                    .handle(
                            LifecycleEvent.class,
                            (event, headers) -> state.remember(new GenericMessage<>(event, headers)))
                    .channel("notify.input")
                    .get();
        }
    }
}
