package org.campaignstatus.delivery;

import java.time.Duration;
import java.time.Instant;
import org.campaignstatus.notification.Delivery;

/**
 * The one attempt to deliver a notification, after its end. Immutable.
 *
 * @param json the body that was sent; nobody changes it
 * @param duration waiting for a connection and fetching a token included
 */
public record DeliveryAttempt(Delivery delivery, byte[] json, Outcome outcome, Instant begun, Duration duration) {}
