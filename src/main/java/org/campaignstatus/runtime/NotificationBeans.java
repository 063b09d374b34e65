package org.campaignstatus.runtime;

import java.util.Optional;
import java.util.OptionalInt;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.notification.ConfigurationEnricher;
import org.campaignstatus.notification.Notification;
import org.campaignstatus.notification.Notifications;
import org.campaignstatus.notification.StatisticsEnricher;
import org.campaignstatus.routing.NotificationSteps;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.statistics.StatisticsReader;
import org.campaignstatus.util.MonotonicClock;

/** The steps from a report to its notification, and the statistics. */
record NotificationBeans(
        Statistics statistics,
        StatisticsReader samples,
        ConfigurationEnricher first,
        StatisticsEnricher second,
        Notifications last) {

    static NotificationBeans bind(BeanBinder beans, ReloadableConfiguration configuration, MonotonicClock clock) {
        Statistics statistics =
                new Statistics(clock, configuration.get().settings().get(SettingKeys.STATISTICS_MAX_AGE));
        NotificationBeans steps = new NotificationBeans(
                statistics,
                new StatisticsReader(
                        group -> OptionalInt.of(configuration
                                .get()
                                .campaignGroups()
                                .named(group)
                                .dbid()),
                        clock),
                new ConfigurationEnricher(configuration),
                new StatisticsEnricher(statistics),
                new Notifications());
        beans.bind("configuration", steps.first);
        beans.bind("statistics", steps.second);
        beans.bind("notifications", steps.last);
        beans.bind("addConfiguration", NotificationSteps.addConfiguration(steps.first));
        beans.bind("addStatistics", NotificationSteps.addStatistics(steps.second));
        beans.bind("buildNotification", NotificationSteps.build(steps.last));
        beans.bind("knownStatistics", statistics);
        beans.bind("statisticsSamples", steps.samples);
        return steps;
    }

    /** @return the notification of a report, as the shipped routes make it; empty if none is wanted */
    Optional<Notification> notification(StatusReport report) {
        return Optional.ofNullable(first.enrich(report)).map(second::enrich).map(last::build);
    }
}
