package org.campaignstatus.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.campaignstatus.notification.Delivery;

/**
 * The one attempt to deliver a notification, after its end. Immutable.
 *
 * @param json the body that was sent; nobody changes it
 * @param siteHeaders the headers that steps of the site have set, without credentials; nobody changes them
 * @param duration waiting for a connection and fetching a token included
 */
public record DeliveryAttempt(
        Delivery delivery,
        byte[] json,
        Map<String, String> siteHeaders,
        Outcome outcome,
        Instant begun,
        Duration duration) {

    public DeliveryAttempt(Delivery delivery, byte[] json, Outcome outcome, Instant begun, Duration duration) {
        this(delivery, json, Map.of(), outcome, begun, duration);
    }
}
