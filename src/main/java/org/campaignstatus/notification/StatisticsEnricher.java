package org.campaignstatus.notification;

import org.campaignstatus.configuration.CallingList;
import org.campaignstatus.statistics.Statistics;

/** Adds the statistics of the campaign group and of its calling lists. Thread-safe. */
public final class StatisticsEnricher {

    private final Statistics statistics;

    public StatisticsEnricher(Statistics statistics) {
        this.statistics = statistics;
    }

    /** @return the draft with what is known now of the load that the report is about */
    public NotificationContext enrich(NotificationContext draft) {
        return draft.with(statistics.of(
                draft.group().dbid(),
                draft.group().callingLists().stream().map(CallingList::dbid).toList(),
                draft.report().state().loaded()));
    }
}
