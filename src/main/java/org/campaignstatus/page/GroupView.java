package org.campaignstatus.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.campaignstatus.configuration.CallingList;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.statistics.CallingListStatistics;
import org.campaignstatus.statistics.CampaignGroupStatistics;
import org.campaignstatus.statistics.Statistics;

/** The JSON of everything that is known of one campaign group. Thread-safe. */
final class GroupView {

    private final ReloadableConfiguration configuration;
    private final Statistics statistics;
    private final GroupRows groups;
    private final AttemptRows attempts;
    private final EventHistory events;

    GroupView(
            ReloadableConfiguration configuration,
            Statistics statistics,
            GroupRows groups,
            AttemptRows attempts,
            EventHistory events) {
        this.configuration = configuration;
        this.statistics = statistics;
        this.groups = groups;
        this.attempts = attempts;
        this.events = events;
    }

    /**
     * @param now milliseconds by a monotonic clock
     * @return whether there is such a campaign group
     */
    boolean add(ObjectNode answer, int dbid, long now) {
        Configuration current = configuration.get();
        Optional<CampaignGroup> found = current.campaignGroups().withDbid(dbid);
        if (found.isEmpty()) {
            return false;
        }
        CampaignGroup group = found.get();
        Map<Integer, StateView.Seen> seen = groups.seen(List.of(group));
        ObjectNode row = answer.putObject("group");
        groups.addGroup(row, current, group, seen, now);
        addMore(row, current, group, seen == null ? null : seen.get(dbid));
        addEvents(answer.putArray("events"), dbid);
        attempts.add(answer.putObject("attempts"), 0, Long.MAX_VALUE, AttemptFilter.of(dbid));
        OptionRows.add(answer.putArray("options"), current, group);
        return true;
    }

    private void addMore(ObjectNode row, Configuration current, CampaignGroup group, StateView.Seen seen) {
        CampaignGroupState state = seen == null ? CampaignGroupState.initial(group.dbid()) : seen.state();
        row.put("uuid", group.uuid());
        row.put("agents", group.group());
        row.put("receiver", current.receiver(group).map(Receiver::shown).orElse(null));
        row.put("loaded", state.loaded() == null ? null : state.loaded().toString());
        row.put("sequence", state.sequence());
        row.put(
                "statisticsTime",
                statistics.newestByWallClock(group.dbid()).map(Object::toString).orElse(null));
        row.put("statisticsCurrent", statistics.isCurrent(group.dbid()));
        CampaignGroupStatistics values = GroupRows.statistics(statistics, group, state);
        ArrayNode lists = row.putArray("callingLists");
        for (CallingList list : group.callingLists()) {
            CallingListStatistics one = values.callingList(list.dbid());
            lists.addObject()
                    .put("dbid", list.dbid())
                    .put("name", list.name())
                    .put("hitRatio", one.hitRatio())
                    .put("timeToComplete", one.timeToComplete());
        }
    }

    private void addEvents(ArrayNode rows, int dbid) {
        for (LifecycleEvent event : events.of(dbid)) {
            rows.addObject()
                    .put("time", event.time().toString())
                    .put("action", DisplayText.action(event.type()))
                    .put("actor", DisplayText.actor(event.actor()))
                    .put("dialMode", DisplayText.dialMode(event.dialMode()))
                    .put("optimization", DisplayText.optimization(event.optimizeBy(), event.optimizeGoal()))
                    .put("source", event.source().label());
        }
    }
}
