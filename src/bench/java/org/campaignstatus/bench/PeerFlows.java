package org.campaignstatus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.notification.ConfigurationEnricher;
import org.campaignstatus.notification.Notification;
import org.campaignstatus.notification.NotificationContext;
import org.campaignstatus.notification.Notifications;
import org.campaignstatus.notification.StatisticsEnricher;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.util.MonotonicClock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.config.EnableIntegrationManagement;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.IntegrationFlowDefinition;
import org.springframework.integration.http.dsl.Http;
import org.springframework.integration.http.dsl.HttpMessageHandlerSpec;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * The same job with the program's own beans in Spring Integration, tuned as its documentation advises: channels that call
 * directly, connections that are pooled, no logging in the flow. It has the program's duties: the same headers, a limited
 * time for the whole answer, outcomes that are counted. This is what routes/notify.xml and routes/post.xml do.
 */
@Configuration(proxyBeanMethods = false)
@EnableIntegration
@EnableIntegrationManagement(defaultLoggingEnabled = "false")
class PeerFlows {

    @Bean
    IntegrationFlow notify(ReloadableConfiguration configuration) {
        ObjectWriter json = new ObjectMapper().writerFor(Notification.class);
        Settings settings = configuration.get().settings();
        return flow -> notification(flow, configuration, settings)
                .enrichHeaders(headers -> headers.messageProcessor(PeerFlows::headers))
                .transform(Notification.class, notification -> write(json, notification))
                .handle(request(settings), endpoint -> endpoint.advice(new PeerOutcomes()));
    }

    /** Adds the steps from the report of an event to its notification. */
    private static IntegrationFlowDefinition<?> notification(
            IntegrationFlowDefinition<?> flow, ReloadableConfiguration configuration, Settings settings) {
        ConfigurationEnricher enricher = new ConfigurationEnricher(configuration);
        StatisticsEnricher statistics = new StatisticsEnricher(
                new Statistics(new MonotonicClock(), settings.get(SettingKeys.STATISTICS_MAX_AGE)));
        return flow.transform(StatusReport.class, enricher::enrich)
                .filter(Objects::nonNull)
                .transform(NotificationContext.class, statistics::enrich)
                .transform(NotificationContext.class, new Notifications()::build);
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

    private static byte[] write(ObjectWriter json, Notification notification) {
        try {
            return json.writeValueAsBytes(notification);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpMessageHandlerSpec request(Settings settings) {
        String uri = settings.get(SettingKeys.STATES_URI).orElseThrow().uri().toString();
        return Http.outboundChannelAdapter(uri, PeerClient.create(settings.get(SettingKeys.RESPONSE_TIMEOUT)))
                .httpMethod(HttpMethod.POST)
                .mappedRequestHeaders(MessageHeaders.CONTENT_TYPE, "ce-*");
    }
}
