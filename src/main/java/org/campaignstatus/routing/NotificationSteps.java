package org.campaignstatus.routing;

import java.util.function.Function;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.notification.ConfigurationEnricher;
import org.campaignstatus.notification.NotificationContext;
import org.campaignstatus.notification.Notifications;
import org.campaignstatus.notification.StatisticsEnricher;

/**
 * The steps of the route {@code notify} that every report takes, as processors: Camel calls the method of a bean by reflection
 * (decision 11).
 */
public final class NotificationSteps {

    private NotificationSteps() {}

    /** @see LifecycleSteps#current */
    public static Processor addState(LifecycleSteps lifecycle) {
        return exchange -> {
            Message message = exchange.getMessage();
            message.setBody(lifecycle.current(message.getMandatoryBody(StatusReport.class), exchange));
        };
    }

    /** @see ConfigurationEnricher#enrich */
    public static Processor addConfiguration(ConfigurationEnricher configuration) {
        return step(StatusReport.class, configuration::enrich);
    }

    /** @see StatisticsEnricher#enrich */
    public static Processor addStatistics(StatisticsEnricher statistics) {
        return step(NotificationContext.class, statistics::enrich);
    }

    /** @see Notifications#build */
    public static Processor build(Notifications notifications) {
        return step(NotificationContext.class, notifications::build);
    }

    private static <T> Processor step(Class<T> type, Function<T, ?> change) {
        return exchange -> replaceBody(exchange.getMessage(), type, change);
    }

    private static <T> void replaceBody(Message message, Class<T> type, Function<T, ?> change)
            throws InvalidPayloadException {
        message.setBody(change.apply(message.getMandatoryBody(type)));
    }
}
