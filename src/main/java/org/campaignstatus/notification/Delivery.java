package org.campaignstatus.notification;

import java.time.Duration;
import org.campaignstatus.configuration.HeaderOptions;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.settings.Receiver;

/**
 * Where a notification goes and how, and its identity. Immutable.
 *
 * @param campaignGroup name of the campaign group
 * @param periodic whether it is a periodic message
 * @param receiver the URI that it is POSTed to
 * @param access authentication and proxy
 * @param responseTimeout the longest wait for the whole answer
 * @param event its identity
 * @param envelope options of its headers
 */
public record Delivery(
        String campaignGroup,
        boolean periodic,
        Receiver receiver,
        ReceiverAccess access,
        Duration responseTimeout,
        CloudEvent event,
        HeaderOptions envelope) {

    Delivery with(CloudEvent other) {
        return new Delivery(campaignGroup, periodic, receiver, access, responseTimeout, other, envelope);
    }
}
