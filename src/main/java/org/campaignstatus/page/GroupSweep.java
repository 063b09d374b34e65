package org.campaignstatus.page;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.commons.lang3.Strings;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.CampaignGroups;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.statistics.Statistics;

/** All campaign groups at one moment. What only some questions need is read when the first of them is asked. Thread-safe. */
final class GroupSweep {

    /** A message that is due for longer is overdue: the program looks for due ones all the time. */
    static final long OVERDUE_SECONDS = 10;

    private final CampaignGroups groups;
    private final List<CampaignGroup> byName;
    private final StateView states;
    private final Statistics statistics;
    private final String problem;
    private final Instant taken = Instant.now();
    private final Map<Integer, Status> statuses = new HashMap<>();
    private final Map<Status, Integer> counts = new EnumMap<>(Status.class);
    private final GroupOrder order;
    private Map<Integer, StateView.Seen> seen;
    private List<CampaignGroup> expired;

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
        this.order = new GroupOrder(
                byName, group -> statuses.get(group.dbid()), group -> seen().get(group.dbid()), statistics);
        GroupOrder.STATUSES.forEach(each -> counts.put(each, 0));
        for (CampaignGroup group : byName) {
            Status now = status.apply(group.dbid());
            statuses.put(group.dbid(), now);
            counts.merge(now, 1, Integer::sum);
        }
    }

    private static List<CampaignGroup> byName(CampaignGroups groups) {
        return GroupOrder.sorted(
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
        return order.of(sort, descending);
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

    /** @return those of the list that the query selects; the list itself if that is all */
    List<CampaignGroup> find(List<CampaignGroup> order, PageQuery.GroupQuery query) {
        if (query.show() == PageQuery.Show.ALL && query.search().isEmpty()) {
            return order;
        }
        List<String> words = List.of(query.search().split("\\s+"));
        return order.stream()
                .filter(group -> isShown(group, query.show()))
                .filter(group -> words.stream().allMatch(word -> matches(group, word)))
                .toList();
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

    synchronized List<CampaignGroup> withExpiredStatistics() {
        if (expired == null) {
            expired = findExpired();
        }
        return expired;
    }

    private List<CampaignGroup> findExpired() {
        return byName.stream()
                .filter(group -> statuses.get(group.dbid()).isActive())
                .filter(group -> statistics.newest(group.dbid()).isPresent() && !statistics.isCurrent(group.dbid()))
                .toList();
    }
}
