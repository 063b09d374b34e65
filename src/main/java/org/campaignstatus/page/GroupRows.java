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
import org.campaignstatus.statistics.CampaignGroupStatistics;
import org.campaignstatus.statistics.Statistics;

/** Says in JSON what the campaign groups do that somebody looks at. Thread-safe. */
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
        this.groups = new CampaignGroupList(configuration, states, System::nanoTime);
    }

    /**
     * Adds the counts of all campaign groups, and a row for each that is asked for.
     *
     * @param now milliseconds by a clock that nobody sets
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

    /** @param seen what is known of the campaign groups; null if the state cannot be read now */
    private void addGroup(
            ObjectNode row, Configuration current, CampaignGroup group, Map<Integer, StateView.Seen> seen, long now) {
        row.put("dbid", group.dbid());
        row.put("name", group.name());
        row.put("tenant", group.tenant().name());
        StateView.Seen known = seen == null ? null : seen.get(group.dbid());
        CampaignGroupState state = known == null ? CampaignGroupState.initial(group.dbid()) : known.state();
        Status status = seen == null ? Status.UNKNOWN : state.status();
        row.put("status", DisplayText.status(status));
        row.put("meaning", DisplayText.meaning(status));
        row.put("dialMode", DisplayText.dialMode(state, group));
        row.put("optimization", DisplayText.optimization(state, group));
        addLast(row, state.last());
        addNext(row, current, group, status, known == null ? null : known.due());
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

    /** When the next periodic message is due, or in words why none is. */
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
        CampaignGroupStatistics known = statistics.of(
                group.dbid(),
                group.callingLists().stream().map(CallingList::dbid).toList(),
                state.loaded());
        List<float[]> values = history.look(group.dbid(), known, now);
        int i = 0;
        for (String name : StatisticsHistory.STATISTICS.keySet()) {
            addValues(statisticsNode.putArray(name), values.get(i++));
        }
    }

    /** Adds nothing if nothing is known, and else no more digits than a small chart can show. */
    private static void addValues(ArrayNode to, float[] values) {
        boolean known = false;
        for (float value : values) {
            known |= !Float.isNaN(value);
        }
        for (int i = 0; known && i < values.length; i++) {
            if (Float.isNaN(values[i])) {
                to.addNull();
            } else {
                to.add(Math.round(values[i] * 1000.0) / 1000.0);
            }
        }
    }
}
