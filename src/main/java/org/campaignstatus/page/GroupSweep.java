package org.campaignstatus.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.commons.lang3.Strings;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.CampaignGroups;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.notification.DialSettings;
import org.campaignstatus.statistics.CampaignGroupStatistics;
import org.campaignstatus.statistics.Statistics;

/** All campaign groups at one moment. What only some questions need is read when the first of them is asked. Thread-safe. */
final class GroupSweep {

    /** A message that is due for longer is overdue: the program looks for due ones all the time. */
    static final long OVERDUE_SECONDS = 10;

    /** What dials comes first. */
    private static final List<Status> ORDER = List.of(
            Status.RUNNING,
            Status.ACTIVE,
            Status.INACTIVE,
            Status.UNLOAD_IN_PROGRESS,
            Status.WAITING_UNLOAD,
            Status.UNKNOWN,
            Status.NOT_LOADED);

    private final CampaignGroups groups;
    private final List<CampaignGroup> byName;
    private final StateView states;
    private final Statistics statistics;
    private final String problem;
    private final Instant taken = Instant.now();
    private final Map<Integer, Status> statuses = new HashMap<>();
    private final Map<Status, Integer> counts = new EnumMap<>(Status.class);
    private final Map<PageQuery.Sort, List<CampaignGroup>> sorted = new ConcurrentHashMap<>();
    private Map<Integer, StateView.Seen> seen;

    private record Valued(CampaignGroup group, Comparable<Object> value) {}

    /** @param before a sweep over the same campaign groups, or null */
    GroupSweep(
            CampaignGroups groups,
            GroupSweep before,
            StateView states,
            Statistics statistics,
            IntFunction<Status> status,
            String problem) {
        this.groups = groups;
        this.byName = before == null ? byName(groups) : before.byName;
        this.states = states;
        this.statistics = statistics;
        this.problem = problem;
        ORDER.forEach(each -> counts.put(each, 0));
        for (CampaignGroup group : byName) {
            Status now = status.apply(group.dbid());
            statuses.put(group.dbid(), now);
            counts.merge(now, 1, Integer::sum);
        }
    }

    private static List<CampaignGroup> byName(CampaignGroups groups) {
        return sorted(
                groups.all().sorted(Comparator.comparing(CampaignGroup::dbid)).toList(),
                group -> NaturalOrder.key(group.name()));
    }

    boolean isOf(CampaignGroups others) {
        return groups == others;
    }

    String problem() {
        return problem;
    }

    /** @return the number of campaign groups by status; null if it is unknown */
    Map<Status, Integer> counts() {
        return problem == null ? counts : null;
    }

    /** @return all campaign groups, those with an unknown value last */
    List<CampaignGroup> sorted(PageQuery.Sort sort, boolean descending) {
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
    private static List<CampaignGroup> sorted(
            List<CampaignGroup> groups, Function<CampaignGroup, Comparable<?>> value) {
        return groups.stream()
                .map(group -> new Valued(group, (Comparable<Object>) value.apply(group)))
                .sorted(Comparator.comparing(Valued::value, Comparator.nullsLast(Comparator.naturalOrder())))
                .map(Valued::group)
                .toList();
    }

    private Function<CampaignGroup, Comparable<?>> value(PageQuery.Sort sort) {
        return switch (sort) {
            case STATUS -> group -> ORDER.indexOf(statuses.get(group.dbid()));
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
            case NEXT -> this::due;
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
        StateView.Seen now = seen().get(group.dbid());
        return now == null ? CampaignGroupState.initial(group.dbid()) : now.state();
    }

    private Instant due(CampaignGroup group) {
        StateView.Seen now = seen().get(group.dbid());
        return now == null ? null : now.due();
    }

    private synchronized Map<Integer, StateView.Seen> seen() {
        if (seen == null) {
            try {
                seen = states.of(byName.stream().map(CampaignGroup::dbid).toList());
            } catch (StateUnavailableException e) {
                seen = Map.of();
            }
        }
        return seen;
    }

    Stream<CampaignGroup> find(List<CampaignGroup> order, PageQuery.GroupQuery query) {
        List<String> words = List.of(query.search().split("\\s+"));
        return order.stream()
                .filter(group -> isShown(group, query.show()))
                .filter(group -> words.stream().allMatch(word -> matches(group, word)));
    }

    private static boolean matches(CampaignGroup group, String word) {
        return Strings.CI.contains(group.name(), word)
                || Strings.CI.contains(group.campaign(), word)
                || Strings.CI.contains(group.tenant().name(), word)
                || Integer.toString(group.dbid()).equals(word);
    }

    private boolean isShown(CampaignGroup group, PageQuery.Show show) {
        Status status = statuses.get(group.dbid());
        return switch (show) {
            case ALL -> true;
            case RUNNING -> status == Status.RUNNING;
            case NOT_LOADED -> status == Status.NOT_LOADED;
            case ACTIVE -> status != Status.RUNNING && status != Status.NOT_LOADED;
            case NO_STATISTICS -> status.isActive() && !statistics.isCurrent(group.dbid());
            case OVERDUE -> status.isActive() && isOverdue(group);
        };
    }

    private boolean isOverdue(CampaignGroup group) {
        Instant due = due(group);
        return due != null && due.isBefore(taken.minusSeconds(OVERDUE_SECONDS));
    }

    List<CampaignGroup> withExpiredStatistics() {
        return byName.stream()
                .filter(group -> statuses.get(group.dbid()).isActive())
                .filter(group -> statistics.newest(group.dbid()).isPresent() && !statistics.isCurrent(group.dbid()))
                .toList();
    }
}
