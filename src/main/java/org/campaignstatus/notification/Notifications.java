package org.campaignstatus.notification;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.notification.Notification.CallingListStatus;
import org.campaignstatus.statistics.CallingListStatistics;
import org.campaignstatus.statistics.CampaignGroupStatistics;

/** Builds notifications. Thread-safe. */
public final class Notifications {

    /** Whole numbers up to this size are written without a fraction. */
    private static final double LARGEST_WHOLE = 1e15;

    /** @return the notification that the context has all parts of */
    public Notification build(NotificationContext context) {
        return build(context, context.delivery());
    }

    private static Notification build(NotificationContext context, Delivery delivery) {
        CampaignGroup group = context.group();
        CampaignGroupState state = context.report().state();
        CampaignGroupStatistics statistics = context.statistics();
        DialMode dialMode = dialMode(state, group);
        boolean predictive = dialMode != null && dialMode.isPredictive();
        OptimizationMethod optimizeBy = state.optimizeBy() == null ? group.optimizeBy() : state.optimizeBy();
        Integer goal = state.optimizeGoal() == null ? group.optimizeGoal() : state.optimizeGoal();
        return new Notification(
                delivery,
                Notification.USER_EVENT,
                seconds(context.report().time()),
                group.tenant().name(),
                group.tenant().ccid(),
                group.name(),
                group.uuid(),
                Integer.toString(group.dbid()),
                group.group(),
                group.campaign(),
                group.campaignTemplate(),
                group.voiceTransferDestination(),
                dialMode == null ? null : dialMode.code(),
                predictive && optimizeBy != null ? optimizeBy.code() : null,
                predictive ? goal : null,
                state.status().code(),
                context.report().action(),
                context.report().actor(),
                number(statistics.busyFactor()),
                number(statistics.hitRatio()),
                number(statistics.overdialRate()),
                number(statistics.timeToComplete()),
                callingLists(group, statistics));
    }

    /**
     * @return a periodic message that is marked as a test, about a campaign group of which nothing is known but how it is
     *     configured; empty if nothing is to be sent to anybody
     */
    public Optional<Notification> test(Configuration configuration, CampaignGroup group, Instant time) {
        CampaignGroupState unknown =
                new CampaignGroupState(group.dbid(), Status.UNKNOWN, null, null, null, null, 0, null);
        StatusReport report =
                new StatusReport(group.dbid(), time, StatusReport.NONE, StatusReport.NONE, true, unknown, null);
        return Optional.ofNullable(new ConfigurationEnricher(() -> configuration).enrich(report))
                .map(context -> build(
                        context.with(CampaignGroupStatistics.UNKNOWN),
                        context.delivery().with(CloudEvent.ofTest(group.dbid(), time))));
    }

    /** Only a running campaign group has a dial mode to tell: the last one known, else the configured one. */
    private static DialMode dialMode(CampaignGroupState state, CampaignGroup group) {
        if (state.status() != Status.RUNNING) {
            return null;
        }
        return state.dialMode() == null ? group.dialMode() : state.dialMode();
    }

    private static List<CallingListStatus> callingLists(CampaignGroup group, CampaignGroupStatistics statistics) {
        return group.callingLists().stream()
                .map(list -> {
                    CallingListStatistics of = statistics.callingLists().get(list.dbid());
                    return new CallingListStatus(
                            list.name(),
                            Integer.toString(list.dbid()),
                            of == null ? null : number(of.hitRatio()),
                            of == null ? null : number(of.timeToComplete()));
                })
                .toList();
    }

    /** Seconds since 1970-01-01T00:00:00Z, always with three decimals. */
    static String seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3).toPlainString();
    }

    private static Number number(Double value) {
        if (value == null) {
            return null;
        }
        return value == Math.rint(value) && value < LARGEST_WHOLE ? (Number) value.longValue() : value;
    }
}
