package org.campaignstatus.notification;

import java.util.function.Supplier;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.SettingKeys;

/** Adds what the configuration says of the campaign group, and where its notifications go. Thread-safe. */
public final class ConfigurationEnricher {

    private final Supplier<Configuration> configuration;

    public ConfigurationEnricher(Supplier<Configuration> configuration) {
        this.configuration = configuration;
    }

    /**
     * @return the report with the configuration that is in force now; null if there is nothing to send: the feature is
     *     off or has no URI, the campaign group is no longer configured, or a periodic report came too late
     */
    public NotificationContext enrich(StatusReport report) {
        Configuration now = configuration.get();
        CampaignGroup group =
                now.campaignGroups().withDbid(report.campaignGroup()).orElse(null);
        if (group == null || !report.isCurrent()) {
            return null;
        }
        Receiver receiver = now.receiver(group).orElse(null);
        return receiver == null
                ? null
                : new NotificationContext(report, group, delivery(report, now, group, receiver), null);
    }

    private static Delivery delivery(StatusReport report, Configuration now, CampaignGroup group, Receiver receiver) {
        return new Delivery(
                group.name(),
                report.periodic(),
                receiver,
                now.access(group),
                now.option(SettingKeys.RESPONSE_TIMEOUT, group),
                CloudEvent.of(report),
                now.envelope(group));
    }
}
