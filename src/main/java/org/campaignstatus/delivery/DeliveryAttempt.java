package org.campaignstatus.delivery;

import java.time.Duration;
import java.time.Instant;
import org.campaignstatus.notification.Delivery;

/**
 * The one attempt to deliver a notification, after its end. Immutable.
 *
 * @param delivery what was attempted
 * @param json what was sent, byte for byte; nobody changes it
 * @param outcome how it ended
 * @param begun when it began
 * @param duration how long it took: waiting for a connection and fetching a token included
 */
public record DeliveryAttempt(Delivery delivery, byte[] json, Outcome outcome, Instant begun, Duration duration) {}
