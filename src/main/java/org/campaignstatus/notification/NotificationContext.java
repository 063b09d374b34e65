package org.campaignstatus.notification;

import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.statistics.CampaignGroupStatistics;

/**
 * The data that a notification is built from. Immutable.
 *
 * @param statistics null until the enricher has added them
 */
public record NotificationContext(
        StatusReport report, CampaignGroup group, Delivery delivery, CampaignGroupStatistics statistics) {

    NotificationContext with(CampaignGroupStatistics measured) {
        return new NotificationContext(report, group, delivery, measured);
    }
}
