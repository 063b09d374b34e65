package org.campaignstatus.notification;

import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.statistics.CampaignGroupStatistics;

/**
 * All that a notification is built from. Immutable.
 *
 * @param report its occasion and the campaign group's state
 * @param group the campaign group as configured
 * @param delivery where it goes, and how
 * @param statistics the campaign group's statistics; null until the enricher has added them
 */
public record NotificationContext(
        StatusReport report, CampaignGroup group, Delivery delivery, CampaignGroupStatistics statistics) {

    NotificationContext with(CampaignGroupStatistics measured) {
        return new NotificationContext(report, group, delivery, measured);
    }
}
