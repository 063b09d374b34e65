package org.campaignstatus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.input.Input;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.LifecycleEvents;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.notification.ConfigurationEnricher;
import org.campaignstatus.notification.Notification;
import org.campaignstatus.notification.NotificationContext;
import org.campaignstatus.notification.Notifications;
import org.campaignstatus.notification.StatisticsEnricher;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.util.MonotonicClock;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.config.EnableIntegrationManagement;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.http.dsl.Http;
import org.springframework.integration.jms.dsl.Jms;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.web.client.RestClient;

/**
 * The peer: the same job with the program's own beans as a Spring Integration flow, tuned as its documentation advises:
 * channels that call directly, connections that are pooled, no logging in the flow. It keeps no state.
 */
final class Peer {

    private Peer() {}

    /** @param arguments none to be driven by eight threads, else the URL of a broker and a queue */
    public static void main(String[] arguments) throws Exception {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(Flows.class);
        if (arguments.length > 0) {
            context.registerBean("arguments", String[].class, () -> arguments);
            context.registerBean(Source.class);
        }
        context.refresh();
        if (arguments.length == 0) {
            drive(context);
        } else {
            System.out.println("= ready");
            Thread.currentThread().join();
        }
    }

    private static void drive(ConfigurableApplicationContext context) throws Exception {
        MessageChannel notify = context.getBean("notify.input", MessageChannel.class);
        EightThreads.serve((group, number) -> notify.send(new GenericMessage<>(Notifying.report(group, number))));
    }

    /** What routes/notify.xml and routes/post.xml do. */
    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    @EnableIntegrationManagement(defaultLoggingEnabled = "false")
    static class Flows {

        @Bean
        ReloadableConfiguration configuration() {
            return new ReloadableConfiguration(Path.of("application.properties"), new ExternalOverrides());
        }

        @Bean
        RestClient restClient() {
            return RestClient.builder()
                    .requestFactory(new HttpComponentsClientHttpRequestFactory(Limit.client()))
                    .build();
        }

        @Bean
        IntegrationFlow notify(ReloadableConfiguration configuration, RestClient client) {
            ConfigurationEnricher enricher = new ConfigurationEnricher(configuration);
            StatisticsEnricher statistics = new StatisticsEnricher(new Statistics(
                    new MonotonicClock(), configuration.get().settings().get(SettingKeys.STATISTICS_MAX_AGE)));
            Notifications notifications = new Notifications();
            ObjectWriter json = new ObjectMapper().writerFor(Notification.class);
            String uri = configuration
                    .get()
                    .settings()
                    .get(SettingKeys.STATES_URI)
                    .orElseThrow()
                    .uri()
                    .toString();
            return flow -> flow.transform(StatusReport.class, enricher::enrich)
                    .filter(Objects::nonNull)
                    .transform(NotificationContext.class, statistics::enrich)
                    .transform(NotificationContext.class, notifications::build)
                    .transform(Notification.class, notification -> write(json, notification))
                    .enrichHeaders(headers -> headers.header(MessageHeaders.CONTENT_TYPE, "application/json"))
                    .handle(Http.outboundChannelAdapter(uri, client)
                            .httpMethod(HttpMethod.POST)
                            .mappedRequestHeaders(MessageHeaders.CONTENT_TYPE));
        }

        private static byte[] write(ObjectWriter json, Notification notification) {
            try {
                return json.writeValueAsBytes(notification);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * What routes/lifecycle-jms.xml and routes/lifecycle.xml do, in a transaction, and without remembering anything.
     */
    @Configuration(proxyBeanMethods = false)
    static class Source {

        @Bean
        ConnectionFactory connectionFactory(String[] arguments) {
            return new ActiveMQConnectionFactory(arguments[0]);
        }

        @Bean
        IntegrationFlow lifecycle(
                ConnectionFactory connections, String[] arguments, ReloadableConfiguration configuration) {
            LifecycleEvents events = new LifecycleEvents(configuration, Clock.systemUTC());
            return IntegrationFlow.from(Jms.messageDrivenChannelAdapter(connections)
                            .destination(arguments[1])
                            .configureListenerContainer(container ->
                                    container.sessionTransacted(true).concurrentConsumers(EightThreads.THREADS)))
                    .transform(String.class, text -> report(events.read(new Text(text))))
                    .channel("notify.input")
                    .get();
        }

        private static StatusReport report(LifecycleEvent event) {
            return StatusReport.of(
                    event, CampaignGroupState.initial(event.campaignGroup()).after(event, event.time()));
        }
    }

    private record Text(String text) implements Input {

        @Override
        public String id() {
            return "none";
        }
    }
}
