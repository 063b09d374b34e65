package org.campaignstatus.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.campaignstatus.configuration.CallingList;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LastEvent;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.notification.DialSettings;
import org.campaignstatus.statistics.CampaignGroupStatistics;
import org.campaignstatus.statistics.Statistics;

/** The JSON of the campaign groups that a page shows. Thread-safe. */
final class GroupRows {

    private final ReloadableConfiguration configuration;
    private final StateView states;
    private final Statistics statistics;
    private final CampaignGroupList groups;
    private final StatisticsHistory history = new StatisticsHistory();

    GroupRows(ReloadableConfiguration configuration, StateView states, Statistics statistics) {
        this.configuration = configuration;
        this.states = states;
        this.statistics = statistics;
        this.groups = new CampaignGroupList(configuration, states, statistics, System::nanoTime);
    }

    /**
     * Adds the counts of all campaign groups, and a row for each that the query selects.
     *
     * @param now milliseconds by a monotonic clock
     */
    void add(ObjectNode answer, PageQuery query, long now) {
        Configuration current = configuration.get();
        CampaignGroupList.Found found = groups.find(query);
        Map<Integer, StateView.Seen> seen = null;
        String problem = found.problem();
        try {
            seen = states.of(found.rows().stream().map(CampaignGroup::dbid).toList());
        } catch (StateUnavailableException e) {
            problem = e.getMessage();
        }
        addCounts(answer, found.counts(), current.campaignGroups().size());
        ObjectNode list = answer.putObject("groups");
        list.put("problem", problem);
        list.put("matches", found.matches());
        list.put("page", found.page());
        list.put("pages", found.pages());
        list.put("from", (found.page() - 1) * CampaignGroupList.ROWS + 1);
        ArrayNode rows = list.putArray("rows");
        for (CampaignGroup group : found.rows()) {
            addGroup(rows.addObject(), current, group, seen, now);
        }
    }

    CampaignGroupList list() {
        return groups;
    }

    /** @return the states of the campaign groups; null if they are unavailable */
    Map<Integer, StateView.Seen> seen(List<CampaignGroup> of) {
        try {
            return states.of(of.stream().map(CampaignGroup::dbid).toList());
        } catch (StateUnavailableException e) {
            return null;
        }
    }

    static CampaignGroupStatistics statistics(Statistics statistics, CampaignGroup group, CampaignGroupState state) {
        return statistics.of(
                group.dbid(),
                group.callingLists().stream().map(CallingList::dbid).toList(),
                state.loaded());
    }

    private static void addCounts(ObjectNode answer, Map<Status, Integer> counts, int all) {
        ObjectNode words = answer.putObject("counts");
        words.put("all", all);
        if (counts == null) {
            words.putNull("running").putNull("active").putNull("notLoaded");
            return;
        }
        int running = counts.get(Status.RUNNING);
        int notLoaded = counts.get(Status.NOT_LOADED);
        int sum = counts.values().stream().mapToInt(Integer::intValue).sum();
        words.put("running", running).put("active", sum - running - notLoaded).put("notLoaded", notLoaded);
    }

    /** @param seen the states of the campaign groups; null if they are unavailable */
    void addGroup(
            ObjectNode row, Configuration current, CampaignGroup group, Map<Integer, StateView.Seen> seen, long now) {
        row.put("dbid", group.dbid());
        row.put("name", group.name());
        row.put("tenant", group.tenant().name());
        row.put("campaign", group.campaign());
        StateView.Seen last = seen == null ? null : seen.get(group.dbid());
        CampaignGroupState state = last == null ? CampaignGroupState.initial(group.dbid()) : last.state();
        DialSettings dialing = DialSettings.of(state, group);
        Status status = seen == null ? Status.UNKNOWN : state.status();
        row.put("status", DisplayText.status(status));
        row.put("meaning", DisplayText.meaning(status));
        row.put("dialMode", DisplayText.dialMode(dialing.mode()));
        row.put("optimization", DisplayText.optimization(dialing.optimizeBy(), dialing.optimizeGoal()));
        addLast(row, state.last());
        addNext(row, current, group, status, last == null ? null : last.due());
        addStatistics(row.putObject("statistics"), group, state, now);
    }

    private static void addLast(ObjectNode row, LastEvent last) {
        if (last == null) {
            row.putNull("last");
        } else {
            row.putObject("last")
                    .put("action", DisplayText.action(last.type()))
                    .put("actor", DisplayText.actor(last.actor()))
                    .put("time", last.time().toString());
        }
    }

    /** Adds the time of the next periodic message, or why there is none. */
    private static void addNext(
            ObjectNode row, Configuration current, CampaignGroup group, Status status, Instant due) {
        if (due != null) {
            row.put("next", due.toString());
        }
        if (!status.isActive()) {
            row.put("noNext", "");
        } else if (current.receiver(group).isEmpty()) {
            row.put("noNext", "none: notifications are off");
        } else if (current.interval(group.dbid()).isZero()) {
            row.put("noNext", "none: the interval is 0");
        } else {
            row.put("noNext", due == null ? "not planned yet" : "");
        }
    }

    private void addStatistics(ObjectNode statisticsNode, CampaignGroup group, CampaignGroupState state, long now) {
        CampaignGroupStatistics current = statistics(statistics, group, state);
        List<float[]> values = history.record(group.dbid(), current, now);
        int i = 0;
        for (String name : StatisticsHistory.STATISTICS.keySet()) {
            addValues(statisticsNode.putArray(name), values.get(i++));
        }
    }

    /** Adds no more digits than a small chart can show, and nothing if all values are unknown. */
    private static void addValues(ArrayNode to, float[] values) {
        boolean any = false;
        for (float value : values) {
            any |= !Float.isNaN(value);
        }
        for (int i = 0; any && i < values.length; i++) {
            if (Float.isNaN(values[i])) {
                to.addNull();
            } else {
                to.add(Math.round(values[i] * 1000.0) / 1000.0);
            }
        }
    }
}
