package org.campaignstatus.notification;

import java.time.Duration;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.HeaderOptions;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.statistics.CampaignGroupStatistics;

/**
 * A notification in the making. Immutable.
 *
 * @param report its occasion and the campaign group's state
 * @param group the campaign group as configured
 * @param receiver where it goes
 * @param access how the request comes by its receiver
 * @param responseTimeout the longest wait for the whole answer
 * @param envelope what it is sent with beside its content
 * @param statistics the campaign group's statistics; null as long as nobody has added them
 */
public record NotificationContext(
        StatusReport report,
        CampaignGroup group,
        Receiver receiver,
        ReceiverAccess access,
        Duration responseTimeout,
        HeaderOptions envelope,
        CampaignGroupStatistics statistics) {

    NotificationContext with(CampaignGroupStatistics measured) {
        return new NotificationContext(report, group, receiver, access, responseTimeout, envelope, measured);
    }
}
