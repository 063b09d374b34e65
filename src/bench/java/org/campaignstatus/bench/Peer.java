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
import org.springframework.integration.dsl.IntegrationFlowDefinition;
import org.springframework.integration.http.dsl.Http;
import org.springframework.integration.jms.dsl.Jms;
import org.springframework.integration.jms.dsl.JmsMessageDrivenChannelAdapterSpec;
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
        run(arguments, Flows.class, Source.class);
    }

    /** @param source where events come from, if there are arguments */
    static void run(String[] arguments, Class<?> flows, Class<?> source) throws Exception {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(ReloadableConfiguration.class, Peer::configuration);
        context.registerBean(flows);
        if (arguments.length > 0) {
            context.registerBean("arguments", String[].class, () -> arguments);
            context.registerBean(ConnectionFactory.class, () -> new ActiveMQConnectionFactory(arguments[0]));
            context.registerBean(source);
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
        RestClient restClient() {
            return RestClient.builder()
                    .requestFactory(new HttpComponentsClientHttpRequestFactory(Limit.client()))
                    .build();
        }

        @Bean
        IntegrationFlow notify(ReloadableConfiguration configuration, RestClient client) {
            return flow -> build(flow, configuration)
                    .enrichHeaders(headers -> headers.header(MessageHeaders.CONTENT_TYPE, "application/json"))
                    .handle(Http.outboundChannelAdapter(uri(configuration), client)
                            .httpMethod(HttpMethod.POST)
                            .mappedRequestHeaders(MessageHeaders.CONTENT_TYPE));
        }
    }

    /** Adds the steps from the report of an event to the JSON of its notification. */
    private static IntegrationFlowDefinition<?> build(
            IntegrationFlowDefinition<?> flow, ReloadableConfiguration configuration) {
        ObjectWriter json = new ObjectMapper().writerFor(Notification.class);
        return notification(flow, configuration)
                .transform(Notification.class, notification -> write(json, notification));
    }

    /** Adds the steps from the report of an event to its notification. */
    static IntegrationFlowDefinition<?> notification(
            IntegrationFlowDefinition<?> flow, ReloadableConfiguration configuration) {
        ConfigurationEnricher enricher = new ConfigurationEnricher(configuration);
        StatisticsEnricher statistics = new StatisticsEnricher(new Statistics(
                new MonotonicClock(), configuration.get().settings().get(SettingKeys.STATISTICS_MAX_AGE)));
        return flow.transform(StatusReport.class, enricher::enrich)
                .filter(Objects::nonNull)
                .transform(NotificationContext.class, statistics::enrich)
                .transform(NotificationContext.class, new Notifications()::build);
    }

    static byte[] write(ObjectWriter json, Notification notification) {
        try {
            return json.writeValueAsBytes(notification);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ReloadableConfiguration configuration() {
        return new ReloadableConfiguration(Path.of("application.properties"), new ExternalOverrides());
    }

    static String uri(ReloadableConfiguration configuration) {
        return configuration
                .get()
                .settings()
                .get(SettingKeys.STATES_URI)
                .orElseThrow()
                .uri()
                .toString();
    }

    /** The consumers of a queue, which share a connection; each has a transacted session of its own. */
    static JmsMessageDrivenChannelAdapterSpec<?> consumers(ConnectionFactory connections, String queue) {
        return Jms.messageDrivenChannelAdapter(connections)
                .destination(queue)
                .configureListenerContainer(
                        container -> container.sessionTransacted(true).concurrentConsumers(EightThreads.THREADS));
    }

    /**
     * What routes/lifecycle-jms.xml and routes/lifecycle.xml do, in a transaction, and without remembering anything.
     */
    @Configuration(proxyBeanMethods = false)
    static class Source {

        @Bean
        IntegrationFlow lifecycle(
                ConnectionFactory connections, String[] arguments, ReloadableConfiguration configuration) {
            LifecycleEvents events = new LifecycleEvents(configuration, Clock.systemUTC());
            return IntegrationFlow.from(consumers(connections, arguments[1]))
                    .transform(String.class, text -> report(events.read(new Text(text))))
                    .channel("notify.input")
                    .get();
        }

        private static StatusReport report(LifecycleEvent event) {
            return StatusReport.of(
                    event, CampaignGroupState.initial(event.campaignGroup()).after(event, event.time()));
        }
    }

    record Text(String text) implements Input {

        @Override
        public String id() {
            return "none";
        }
    }
}
