package org.campaignstatus.routing;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.support.ExchangeHelper;
import org.campaignstatus.delivery.DeliveryAttempts;
import org.campaignstatus.delivery.PendingAttempt;
import org.campaignstatus.delivery.RequestHeaders;
import org.campaignstatus.notification.Notification;

/**
 * The steps of the route {@code post} that every notification takes. They are processors, because Camel parses the parameters
 * of a bean method anew for every message (decision 8).
 */
public final class DeliverySteps {

    /** The exchange property with the {@link PendingAttempt}; the route names it. */
    public static final String ATTEMPT = "sending";

    private DeliverySteps() {}

    /** Begins the attempt to deliver the notification in the body. */
    public static Processor begin(DeliveryAttempts attempts, NotificationFlow flow) {
        return exchange -> {
            PendingAttempt attempt = attempts.begin(exchange.getMessage().getMandatoryBody(Notification.class));
            exchange.setProperty(ATTEMPT, attempt);
            flow.of(exchange).attemptedBy(attempt);
        };
    }

    /** Adds the address and the headers of the request. */
    public static Processor describe(RequestHeaders headers) {
        return exchange ->
                headers.describe(attempt(exchange), exchange.getMessage().getHeaders());
    }

    /** Signs the bytes in the body. */
    public static Processor sign(RequestHeaders headers) {
        return exchange -> headers.sign(
                attempt(exchange),
                exchange.getMessage().getMandatoryBody(byte[].class),
                exchange.getMessage().getHeaders());
    }

    /** Ends the attempt with the status code of the answer. */
    public static Processor answered(DeliveryAttempts attempts) {
        return exchange -> attempts.answered(
                attempt(exchange),
                ExchangeHelper.getMandatoryHeader(exchange, HttpConstants.HTTP_RESPONSE_CODE, Integer.class));
    }

    public static PendingAttempt attempt(Exchange exchange) {
        return exchange.getProperty(ATTEMPT, PendingAttempt.class);
    }
}
