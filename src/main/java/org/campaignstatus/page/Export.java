package org.campaignstatus.page;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.delivery.DeliveryAttempt;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LastEvent;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.notification.DialSettings;
import org.campaignstatus.statistics.CampaignGroupStatistics;
import org.campaignstatus.statistics.Statistics;

/** The tables of the page, whole and in plain numbers: fractions, seconds, and times in UTC. Thread-safe. */
final class Export {

    private final GroupRows groups;
    private final Statistics statistics;
    private final AttemptRows attempts;
    private final Traffic traffic;
    private final RejectedInput rejected;
    private final Supplier<MeterRegistry> metrics;

    Export(
            GroupRows groups,
            Statistics statistics,
            AttemptRows attempts,
            Traffic traffic,
            RejectedInput rejected,
            Supplier<MeterRegistry> metrics) {
        this.groups = groups;
        this.statistics = statistics;
        this.attempts = attempts;
        this.traffic = traffic;
        this.rejected = rejected;
        this.metrics = metrics;
    }

    /** @param name of the table; one of those of {@link PageServer} */
    Table table(String name, PageQuery query) {
        return switch (name) {
            case "groups" -> groups(query);
            case "attempts" -> attempts(query);
            case "receivers" -> receivers(query);
            case "failures" -> failures();
            case "quarantine" -> quarantine();
            default -> MetricsTable.of(metrics.get());
        };
    }

    private Table groups(PageQuery query) {
        Table table = new Table(
                "dbid",
                "name",
                "tenant",
                "campaign",
                "status",
                "dialMode",
                "lastChange",
                "lastChangeTime",
                "nextPeriodic",
                "busyFactor",
                "hitRatio",
                "overdialRate",
                "timeToComplete");
        List<CampaignGroup> found = groups.list().find(query.groups());
        Map<Integer, StateView.Seen> seen = groups.seen(found);
        for (CampaignGroup group : found) {
            StateView.Seen last = seen == null ? null : seen.get(group.dbid());
            CampaignGroupState state = last == null ? CampaignGroupState.initial(group.dbid()) : last.state();
            LastEvent event = state.last();
            CampaignGroupStatistics values = GroupRows.statistics(statistics, group, state);
            table.add(
                    group.dbid(),
                    group.name(),
                    group.tenant().name(),
                    group.campaign(),
                    seen == null ? "Unknown" : DisplayText.status(state.status()),
                    DisplayText.dialMode(DialSettings.of(state, group).mode()),
                    event == null ? "" : DisplayText.action(event.type()),
                    event == null ? null : event.time(),
                    last == null ? null : last.due(),
                    values.busyFactor(),
                    values.hitRatio(),
                    values.overdialRate(),
                    values.timeToComplete());
        }
        return table;
    }

    private Table attempts(PageQuery query) {
        Table table = new Table(
                "number",
                "time",
                "dbid",
                "campaignGroup",
                "kind",
                "receiver",
                "outcome",
                "words",
                "seconds",
                "id",
                "sequence");
        for (LastAttempts.Numbered numbered : attempts.all(query.attempts())) {
            DeliveryAttempt attempt = numbered.attempt();
            table.add(
                    numbered.number(),
                    attempt.begun(),
                    attempt.delivery().event().campaignGroup(),
                    attempt.delivery().campaignGroup(),
                    attempt.delivery().event().kind(),
                    attempt.delivery().receiver().shown(),
                    attempt.outcome().type().label(),
                    attempt.outcome().words(),
                    attempt.duration().toMillis() / 1000.0,
                    attempt.delivery().event().id(),
                    attempt.delivery().event().sequence());
        }
        return table;
    }

    private Table receivers(PageQuery query) {
        Table table = new Table(
                "receiver", "range", "delivered", "failed", "p50", "p99", "failingSince", "reason", "lastDelivered");
        for (Receivers.Totals one : traffic.receivers().totals(query.range(), traffic.now())) {
            table.add(
                    one.receiver(),
                    query.range().label(),
                    one.numbers().delivered(),
                    one.numbers().failed(),
                    known(one.numbers().p50()),
                    known(one.numbers().p99()),
                    time(one.failing()),
                    one.failing() == 0 ? "" : one.reason(),
                    time(one.delivered()));
        }
        return table;
    }

    private Table failures() {
        Table table = new Table("receiver", "reason", "count", "lastFiveMinutes", "first", "last", "lastDelivered");
        for (Receivers.Failures one : traffic.receivers().failures(traffic.now(), Integer.MAX_VALUE)) {
            table.add(
                    one.receiver(),
                    one.reason(),
                    one.count(),
                    one.recently(),
                    time(one.first()),
                    time(one.last()),
                    time(one.delivered()));
        }
        return table;
    }

    private Table quarantine() {
        Table table = new Table("place", "of", "count", "counted", "newest", "reason");
        for (RejectedInput.Place one : rejected.places()) {
            table.add(
                    one.name(),
                    one.isFolder() ? "files" : "messages",
                    one.count(),
                    one.counted().words(),
                    one.newest(),
                    one.reason());
        }
        return table;
    }

    private static Double known(double value) {
        return Double.isNaN(value) ? null : (Double) value;
    }

    private Instant time(long millis) {
        return millis == 0 ? null : traffic.toWallClock(millis);
    }
}
