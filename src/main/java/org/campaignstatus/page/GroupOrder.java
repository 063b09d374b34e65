package org.campaignstatus.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.notification.DialSettings;
import org.campaignstatus.statistics.CampaignGroupStatistics;
import org.campaignstatus.statistics.Statistics;

/** The campaign groups of one sweep by each column, each order made when it is first asked for. Thread-safe. */
final class GroupOrder {

    /** What dials comes first. */
    static final List<Status> STATUSES = List.of(
            Status.RUNNING,
            Status.ACTIVE,
            Status.INACTIVE,
            Status.UNLOAD_IN_PROGRESS,
            Status.WAITING_UNLOAD,
            Status.UNKNOWN,
            Status.NOT_LOADED);

    private final List<CampaignGroup> byName;
    private final Function<CampaignGroup, Status> status;
    private final Function<CampaignGroup, StateView.Seen> seen;
    private final Statistics statistics;
    private final Map<PageQuery.Sort, List<CampaignGroup>> sorted = new ConcurrentHashMap<>();

    private record Valued(CampaignGroup group, Comparable<Object> value) {}

    /** @param seen returns the state of a campaign group; null if it has none */
    GroupOrder(
            List<CampaignGroup> byName,
            Function<CampaignGroup, Status> status,
            Function<CampaignGroup, StateView.Seen> seen,
            Statistics statistics) {
        this.byName = byName;
        this.status = status;
        this.seen = seen;
        this.statistics = statistics;
    }

    /** @return all campaign groups, those with an unknown value last */
    List<CampaignGroup> of(PageQuery.Sort sort, boolean descending) {
        List<CampaignGroup> ascending = sorted.computeIfAbsent(sort, this::sort);
        if (!descending) {
            return ascending;
        }
        Function<CampaignGroup, Comparable<?>> value = value(sort);
        int known = ascending.size();
        while (known > 0 && value.apply(ascending.get(known - 1)) == null) {
            known--;
        }
        List<CampaignGroup> descended = new ArrayList<>(ascending);
        Collections.reverse(descended.subList(0, known));
        return descended;
    }

    private List<CampaignGroup> sort(PageQuery.Sort sort) {
        return sort == PageQuery.Sort.NAME ? byName : sorted(byName, value(sort));
    }

    /** Takes each value once: some take long. */
    @SuppressWarnings("unchecked") // all values of one order have one type
    static List<CampaignGroup> sorted(List<CampaignGroup> groups, Function<CampaignGroup, Comparable<?>> value) {
        return groups.stream()
                .map(group -> new Valued(group, (Comparable<Object>) value.apply(group)))
                .sorted(Comparator.comparing(Valued::value, Comparator.nullsLast(Comparator.naturalOrder())))
                .map(Valued::group)
                .toList();
    }

    private Function<CampaignGroup, Comparable<?>> value(PageQuery.Sort sort) {
        return switch (sort) {
            case STATUS -> group -> STATUSES.indexOf(status.apply(group));
            case NAME -> group -> group.name();
            case MODE ->
                group -> {
                    String mode = DisplayText.dialMode(
                            DialSettings.of(state(group), group).mode());
                    return mode.isEmpty() ? null : mode;
                };
            case LAST ->
                group ->
                        state(group).last() == null ? null : state(group).last().time();
            case NEXT ->
                group -> seen.apply(group) == null ? null : seen.apply(group).due();
            case BUSY_FACTOR -> group -> values(group).busyFactor();
            case HIT_RATIO -> group -> values(group).hitRatio();
            case OVERDIAL_RATE -> group -> values(group).overdialRate();
            case TIME_TO_COMPLETE -> group -> values(group).timeToComplete();
        };
    }

    private CampaignGroupStatistics values(CampaignGroup group) {
        return GroupRows.statistics(statistics, group, state(group));
    }

    private CampaignGroupState state(CampaignGroup group) {
        StateView.Seen now = seen.apply(group);
        return now == null ? CampaignGroupState.initial(group.dbid()) : now.state();
    }
}
