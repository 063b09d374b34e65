package org.campaignstatus.notification;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
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

    /** @param context with statistics */
    public Notification build(NotificationContext context) {
        CampaignGroup group = context.group();
        CampaignGroupState state = context.report().state();
        CampaignGroupStatistics statistics = context.statistics();
        DialSettings dialing = DialSettings.of(state, group);
        return new Notification(
                context.delivery(),
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
                dialing.mode() == null ? null : dialing.mode().code(),
                dialing.optimizeBy() == null ? null : dialing.optimizeBy().code(),
                dialing.optimizeGoal(),
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
     * @return a periodic message that is marked as a test, about a campaign group of unknown status; empty if notifications are
     *     off or have no URI
     */
    public Optional<Notification> test(Configuration configuration, CampaignGroup group, Instant time) {
        CampaignGroupState unknown =
                new CampaignGroupState(group.dbid(), Status.UNKNOWN, null, null, null, null, 0, null);
        StatusReport report = new StatusReport(group.dbid(), time, unknown, null);
        CloudEvent event = CloudEvent.ofTest(group.dbid(), time);
        return Optional.ofNullable(new ConfigurationEnricher(() -> configuration).context(report, event))
                .map(context -> build(context.with(CampaignGroupStatistics.UNKNOWN)));
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
