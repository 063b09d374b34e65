package org.campaignstatus.notification;

import org.campaignstatus.configuration.CallingList;
import org.campaignstatus.statistics.Statistics;

/** Adds the statistics of the campaign group and of its calling lists. Thread-safe. */
public final class StatisticsEnricher {

    private final Statistics statistics;

    public StatisticsEnricher(Statistics statistics) {
        this.statistics = statistics;
    }

    /** @return the context with the current statistics of the load that the report is about */
    public NotificationContext enrich(NotificationContext context) {
        return context.with(statistics.of(
                context.group().dbid(),
                context.group().callingLists().stream().map(CallingList::dbid).toList(),
                context.report().state().loaded()));
    }
}
