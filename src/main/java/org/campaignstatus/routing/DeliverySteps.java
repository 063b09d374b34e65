package org.campaignstatus.routing;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.support.ExchangeHelper;
import org.campaignstatus.delivery.DeliveryAttempts;
import org.campaignstatus.delivery.PendingAttempt;
import org.campaignstatus.delivery.RequestHeaders;
import org.campaignstatus.delivery.Signatures;
import org.campaignstatus.notification.Notification;

/**
 * The steps of the route {@code post} that every notification takes. They are processors, and not beans with parameters
 * that the route spells out, because Camel reads those anew for every message (decision 8).
 */
public final class DeliverySteps {

    /** The exchange property that holds the {@link PendingAttempt}. */
    public static final String SENDING = "sending";

    private DeliverySteps() {}

    /** @return begins the attempt to send the notification in the body */
    public static Processor begin(DeliveryAttempts attempts, NotificationFlow flow) {
        return exchange -> {
            PendingAttempt sending = attempts.begin(exchange.getMessage().getMandatoryBody(Notification.class));
            exchange.setProperty(SENDING, sending);
            flow.of(exchange).attemptedBy(sending);
        };
    }

    /** @return adds the headers that say where the notification goes and what it is */
    public static Processor describe(RequestHeaders cloudEvents) {
        return exchange ->
                cloudEvents.describe(sending(exchange), exchange.getMessage().getHeaders());
    }

    /** @return signs the bytes in the body */
    public static Processor sign(Signatures signatures) {
        return exchange -> signatures.sign(
                sending(exchange),
                exchange.getMessage().getMandatoryBody(byte[].class),
                exchange.getMessage().getHeaders());
    }

    /** @return ends the attempt with the status code of the answer */
    public static Processor answered(DeliveryAttempts attempts) {
        return exchange -> attempts.answered(
                sending(exchange),
                ExchangeHelper.getMandatoryHeader(exchange, HttpConstants.HTTP_RESPONSE_CODE, Integer.class));
    }

    public static PendingAttempt sending(Exchange exchange) {
        return exchange.getProperty(SENDING, PendingAttempt.class);
    }
}
