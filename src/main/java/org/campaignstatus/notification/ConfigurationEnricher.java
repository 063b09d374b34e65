package org.campaignstatus.notification;

import java.util.function.Supplier;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.SettingKeys;

/** Adds the campaign group's configuration and receiver. Thread-safe. */
public final class ConfigurationEnricher {

    private final Supplier<Configuration> configuration;

    public ConfigurationEnricher(Supplier<Configuration> configuration) {
        this.configuration = configuration;
    }

    /**
     * @return the report with the configuration in force; null if there is nothing to send: notifications are off or have no
     *     URI, the campaign group is no longer configured, or a periodic report is no longer current
     */
    public NotificationContext enrich(StatusReport report) {
        return report.isCurrent() ? context(report, CloudEvent.of(report)) : null;
    }

    NotificationContext context(StatusReport report, CloudEvent event) {
        Configuration now = configuration.get();
        CampaignGroup group =
                now.campaignGroups().withDbid(report.campaignGroup()).orElse(null);
        Receiver receiver = group == null ? null : now.receiver(group).orElse(null);
        if (receiver == null) {
            return null;
        }
        Delivery delivery = new Delivery(
                group.name(),
                report.periodic(),
                receiver,
                now.access(group),
                now.option(SettingKeys.RESPONSE_TIMEOUT, group),
                event,
                now.headerOptions(group));
        return new NotificationContext(report, group, delivery, null);
    }
}
