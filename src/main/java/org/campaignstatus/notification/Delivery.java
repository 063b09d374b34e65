package org.campaignstatus.notification;

import java.time.Duration;
import org.campaignstatus.configuration.HeaderOptions;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.settings.Receiver;

/**
 * The receiver of a notification, the options of the request, and the notification's identity. Immutable.
 *
 * @param campaignGroup name of the campaign group
 * @param responseTimeout the longest wait for the whole answer
 * @param envelope options of the request's headers
 */
public record Delivery(
        String campaignGroup,
        boolean periodic,
        Receiver receiver,
        ReceiverAccess access,
        Duration responseTimeout,
        CloudEvent event,
        HeaderOptions envelope) {}
