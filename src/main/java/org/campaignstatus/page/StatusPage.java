package org.campaignstatus.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.campaignstatus.configuration.CallingList;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.configuration.LiveConfiguration;
import org.campaignstatus.database.Database;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LastEvent;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.settings.Keys;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.statistics.CampaignGroupStatistics;
import org.campaignstatus.statistics.Statistics;

/** Says in JSON what the page shows. Thread-safe. */
public final class StatusPage {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final int MOST_LOSSES = 50;

    /** Attempts that are shown at a time. */
    static final int ATTEMPTS = 20;

    private final Clock clock;
    private final Instant started;
    private final String version;
    private final LiveConfiguration configuration;
    private final StateView states;
    private final Statistics statistics;
    private final Traffic traffic;
    private final boolean shared;
    private final Groups groups;
    private final StatisticsHistory history = new StatisticsHistory();

    public StatusPage(
            Clock clock,
            String version,
            LiveConfiguration configuration,
            StateView states,
            Statistics statistics,
            Traffic traffic,
            Database database) {
        this.clock = clock;
        this.started = clock.instant();
        this.version = version;
        this.configuration = configuration;
        this.states = states;
        this.statistics = statistics;
        this.traffic = traffic;
        this.shared = database.canBeShared();
        this.groups = new Groups(configuration, states, System::nanoTime);
    }

    /** @return a JSON object in UTF-8 */
    byte[] answer(Query query, List<Health.Check> health) {
        Instant now = clock.instant();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("now", now.toString());
        answer.put("started", started.toString());
        answer.put("version", version);
        answer.put("shared", shared);
        addSending(answer.putObject("sending"));
        addHealth(answer.putArray("health"), health);
        addGroups(answer, query, now);
        addTraffic(answer, now);
        if (traffic.attempts(query.onlyLost()).newest() == query.known()) {
            answer.putNull("attempts");
        } else {
            addAttempts(answer.putObject("attempts"), query);
        }
        try {
            return MAPPER.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addSending(ObjectNode sending) {
        Settings settings = configuration.get().settings();
        sending.put("on", settings.get(Keys.SEND_STATES));
        sending.put(
                "receiver", settings.get(Keys.STATES_URI).map(Receiver::shown).orElse(null));
        sending.put("inbox", settings.get(Keys.LIFECYCLE_DIRECTORY).toString());
        sending.put("files", settings.get(Keys.LIFECYCLE_FILE));
        sending.put("queue", settings.get(Keys.LIFECYCLE_JMS) ? settings.get(Keys.LIFECYCLE_QUEUE) : null);
        sending.put("jms", settings.get(Keys.LIFECYCLE_JMS) || settings.get(Keys.STATISTICS_JMS));
    }

    private static void addHealth(ArrayNode checks, List<Health.Check> health) {
        for (Health.Check check : health) {
            checks.addObject()
                    .put("name", check.name())
                    .put("works", check.works())
                    .put("problem", check.problem());
        }
    }

    private void addGroups(ObjectNode answer, Query query, Instant now) {
        Configuration current = configuration.get();
        Groups.Found found = groups.find(query);
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
        list.put("from", (found.page() - 1) * Groups.ROWS + 1);
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

    /** @param seen what is known of the campaign groups; null if that cannot be told now */
    private void addGroup(
            ObjectNode row,
            Configuration current,
            CampaignGroup group,
            Map<Integer, StateView.Seen> seen,
            Instant now) {
        row.put("dbid", group.dbid());
        row.put("name", group.name());
        row.put("tenant", group.tenant().name());
        StateView.Seen known = seen == null ? null : seen.get(group.dbid());
        CampaignGroupState state = known == null ? CampaignGroupState.initial(group.dbid()) : known.state();
        Status status = seen == null ? Status.UNKNOWN : state.status();
        row.put("status", Words.status(status));
        row.put("meaning", Words.meaning(status));
        row.put("dialMode", Words.dialMode(state, group));
        row.put("optimization", Words.optimization(state, group));
        addLast(row, state.last());
        addNext(row, current, group, status, known == null ? null : known.due());
        addStatistics(row.putObject("statistics"), group, state, now);
    }

    private static void addLast(ObjectNode row, LastEvent last) {
        if (last == null) {
            row.putNull("last");
        } else {
            row.putObject("last")
                    .put("action", Words.action(last.type()))
                    .put("actor", Words.actor(last.actor()))
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

    private void addStatistics(ObjectNode statisticsNode, CampaignGroup group, CampaignGroupState state, Instant now) {
        CampaignGroupStatistics known = statistics.of(
                group.dbid(),
                group.callingLists().stream().map(CallingList::dbid).toList(),
                state.loaded());
        List<float[]> values = history.look(group.dbid(), known, now.toEpochMilli());
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

    private void addTraffic(ObjectNode answer, Instant now) {
        long second = now.getEpochSecond();
        long[] delivered = traffic.rates().before(second, true);
        long[] lost = traffic.rates().before(second, false);
        ObjectNode rates = answer.putObject("rates");
        rates.put("until", Instant.ofEpochSecond(second).toString());
        rates.set("delivered", array(delivered));
        rates.set("lost", array(lost));
        ArrayNode losses = answer.putArray("losses");
        for (Receivers.Loss loss : traffic.receivers().losses(now.toEpochMilli(), MOST_LOSSES)) {
            losses.addObject()
                    .put("receiver", loss.receiver())
                    .put("reason", loss.reason())
                    .put("count", loss.count())
                    .put("recently", loss.recently())
                    .put("first", Instant.ofEpochMilli(loss.first()).toString())
                    .put("last", Instant.ofEpochMilli(loss.last()).toString())
                    .put(
                            "delivered",
                            loss.delivered() == 0
                                    ? null
                                    : Instant.ofEpochMilli(loss.delivered()).toString());
        }
    }

    private static ArrayNode array(long[] numbers) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(numbers.length);
        for (long number : numbers) {
            array.add(number);
        }
        return array;
    }

    private void addAttempts(ObjectNode attempts, Query query) {
        LastAttempts last = traffic.attempts(query.onlyLost());
        long newest = last.newest();
        List<LastAttempts.Kept> rows = last.before(Math.min(query.before(), newest + 1), ATTEMPTS + 1);
        attempts.put("newest", newest);
        attempts.put("older", rows.size() > ATTEMPTS);
        ArrayNode list = attempts.putArray("rows");
        rows.stream().limit(ATTEMPTS).forEach(attempt -> addAttempt(list.addObject(), attempt));
    }

    private static void addAttempt(ObjectNode row, LastAttempts.Kept attempt) {
        row.put("number", attempt.number());
        row.put("campaignGroup", attempt.campaignGroup());
        row.put("dbid", attempt.dbid());
        row.put("kind", attempt.kind().replace('-', ' '));
        row.put("receiver", attempt.receiver());
        row.put("delivered", attempt.delivered());
        row.put("outcome", attempt.outcome());
        row.put("time", attempt.begun().toString());
        row.put("seconds", attempt.duration().toNanos() / 1e9);
        row.put("length", attempt.length());
        row.put("json", attempt.json() == null ? null : new String(attempt.json(), StandardCharsets.UTF_8));
    }
}
