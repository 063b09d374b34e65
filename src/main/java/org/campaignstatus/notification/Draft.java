package org.campaignstatus.notification;

import java.time.Duration;
import org.campaignstatus.configuration.Access;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Envelope;
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
public record Draft(
        StatusReport report,
        CampaignGroup group,
        Receiver receiver,
        Access access,
        Duration responseTimeout,
        Envelope envelope,
        CampaignGroupStatistics statistics) {

    Draft with(CampaignGroupStatistics measured) {
        return new Draft(report, group, receiver, access, responseTimeout, envelope, measured);
    }
}
