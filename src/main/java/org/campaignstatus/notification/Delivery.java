package org.campaignstatus.notification;

import java.time.Duration;
import org.campaignstatus.configuration.HeaderOptions;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.settings.Receiver;

/**
 * Where a notification goes and what the log says of it. Immutable.
 *
 * @param campaignGroup name of the campaign group
 * @param periodic whether it is a periodic message
 * @param receiver where it goes
 * @param access how the request comes by its receiver
 * @param responseTimeout the longest wait for the whole answer
 * @param event what tells it from every other one
 * @param envelope what it is sent with beside its content
 */
public record Delivery(
        String campaignGroup,
        boolean periodic,
        Receiver receiver,
        ReceiverAccess access,
        Duration responseTimeout,
        CloudEvent event,
        HeaderOptions envelope) {}
