package org.campaignstatus.snapshot;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.CampaignGroups;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.JsonFields;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.input.Source;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.statistics.StatisticsReader;
import org.campaignstatus.statistics.StatisticsSample;

/**
 * The bean {@code snapshots} of the routes: compares what the dialer's database says with the states that the program has
 * accepted. It keeps no state of its own, so a restart finds what has changed meanwhile, and nothing else. {@link #begin},
 * {@link #compare} and {@link #failed} belong to one thread; the others are thread-safe.
 */
public final class Snapshots {

    /** In nanoseconds: a change that has not come to its turn by then is handed out again, in case it never will. */
    private static final long MAX_IN_LANE = TimeUnit.MINUTES.toNanos(30);

    private final Supplier<String> query;
    private final Supplier<CampaignGroups> campaignGroups;
    private final StateView states;
    private final StatisticsReader statistics;
    private final Clock wallClock;
    private final Function<Throwable, String> reason;
    private final RejectedRows rejected;
    private final DatabaseAnswers answers;
    private final LongSupplier nanoTime;
    private final Map<Integer, StatisticsSample> counted = new HashMap<>();

    /** From the campaign groups whose change is in a lane to the time when it was handed out. */
    private final Map<Integer, Long> inLane = new ConcurrentHashMap<>();

    /**
     * What was there before the query: no row is older than the state that it is compared with.
     *
     * @param states by DBID; one that has had no event is missing
     * @param time by the wall clock, in milliseconds
     */
    public record Before(Map<Integer, CampaignGroupState> states, Instant time) {

        CampaignGroupState of(int campaignGroup) {
            return states.getOrDefault(campaignGroup, CampaignGroupState.initial(campaignGroup));
        }
    }

    /**
     * @param listener called for each row that is rejected and was not by the query before
     * @param reason what to tell of a failure, in one line without a secret
     */
    public Snapshots(
            Supplier<String> query,
            Supplier<CampaignGroups> campaignGroups,
            StateView states,
            StatisticsReader statistics,
            Clock wallClock,
            LongSupplier nanoTime,
            BiConsumer<Source, RejectionReason> listener,
            Function<Throwable, String> reason) {
        this.query = query;
        this.campaignGroups = campaignGroups;
        this.states = states;
        this.statistics = statistics;
        this.wallClock = wallClock;
        this.reason = reason;
        this.nanoTime = nanoTime;
        this.rejected = new RejectedRows(listener, nanoTime);
        this.answers = new DatabaseAnswers(nanoTime);
    }

    /** @throws StateUnavailableException if the states cannot be read now */
    public Before begin() {
        Map<Integer, CampaignGroupState> known = new HashMap<>();
        states.of(campaignGroups.get().all().map(CampaignGroup::dbid).toList())
                .forEach((group, seen) -> known.put(group, seen.state()));
        answers.begin();
        return new Before(known, wallClock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** @return the query as it is now */
    public String query() {
        return query.get();
    }

    /**
     * A campaign group without a row is not loaded. One whose row is rejected stays as it is.
     *
     * @param answer a list of rows, each a map from column to value
     * @throws InvalidInputException if the answer as a whole cannot be right; then nothing changes
     */
    public Poll compare(Object answer, Before before) {
        List<Map<String, Object>> rows = answers.rows(answer);
        CampaignGroups groups = campaignGroups.get();
        List<CampaignGroup> active = groups.all()
                .filter(group -> before.of(group.dbid()).status().isActive())
                .toList();
        Set<String> ownerless = new HashSet<>();
        Map<Integer, List<JsonFields>> byGroup = byGroup(rows, groups, ownerless);
        if (byGroup.isEmpty() && !active.isEmpty()) {
            rejected.end(rows.size());
            throw new InvalidInputException(
                    "the query returns no row of a configured campaign group, and some are loaded: " + active.size());
        }
        Poll poll = new Poll(new ArrayList<>(), new ArrayList<>());
        byGroup.forEach((group, its) -> add(poll, groups.named(group), its, before));
        active.stream()
                .filter(group -> !byGroup.containsKey(group.dbid()) && !ownerless.contains(group.name()))
                .forEach(group -> addChange(poll, Snapshot.gone(group.dbid()), group, before));
        rejected.end(rows.size());
        answers.good();
        return poll;
    }

    /** @param ownerless gets the names in rows of no certain campaign group: several may have the name */
    private Map<Integer, List<JsonFields>> byGroup(
            List<Map<String, Object>> rows, CampaignGroups groups, Set<String> ownerless) {
        Map<Integer, List<JsonFields>> byGroup = new TreeMap<>();
        for (Map<String, Object> row : rows) {
            JsonFields fields = SnapshotReader.fields(row);
            try {
                byGroup.computeIfAbsent(SnapshotReader.campaignGroup(fields, groups), any -> new ArrayList<>())
                        .add(fields);
            } catch (InvalidInputException e) {
                rejected.reject(fields, e);
                SnapshotReader.named(fields).ifPresent(ownerless::add);
            }
        }
        return byGroup;
    }

    private void add(Poll poll, CampaignGroup group, List<JsonFields> rows, Before before) {
        try {
            if (rows.size() > 1) {
                throw new InvalidInputException(rows.size() + " rows: expected one for each campaign group");
            }
            Snapshot snapshot = SnapshotReader.snapshot(group.dbid(), rows.get(0));
            poll.samples().add(sample(statistics.read(group.dbid(), rows.get(0))));
            addChange(poll, snapshot, group, before);
        } catch (InvalidInputException e) {
            rejected.reject(rows.get(0), e);
        }
    }

    /**
     * A dialer that counts more slowly than it is asked has the same counts several times. A speed is made from two counts that
     * differ, not from one that stood still between two looks.
     */
    private StatisticsSample sample(StatisticsSample now) {
        StatisticsSample last = counted.get(now.campaignGroup());
        if (last != null && last.countsSameRecordsAs(now)) {
            return now.withoutRecords();
        }
        counted.put(now.campaignGroup(), now);
        return now;
    }

    /** A change that waits for its turn is not handed out again by each poll until then: it would fill the lanes. */
    private void addChange(Poll poll, Snapshot snapshot, CampaignGroup group, Before before) {
        CampaignGroupState state = before.of(group.dbid());
        if (!Transitions.events(snapshot, state, group, before.time()).isEmpty() && enters(group.dbid())) {
            poll.changes().add(new StateChange(snapshot, state.last(), before.time()));
        }
    }

    private boolean enters(int campaignGroup) {
        long now = nanoTime.getAsLong();
        Long since = inLane.get(campaignGroup);
        if (since != null && now - since < MAX_IN_LANE) {
            return false;
        }
        inLane.put(campaignGroup, now);
        return true;
    }

    /**
     * To be called in the lane of the campaign group.
     *
     * @return the events that lead to what the row says; none if an event has been accepted since, because the row may be
     *     older than that. The next query finds what differs then.
     * @throws StateUnavailableException if the state cannot be read now
     */
    public List<LifecycleEvent> events(StateChange change) {
        inLane.remove(change.campaignGroup());
        CampaignGroupState state = state(change.campaignGroup());
        return Objects.equals(state.last(), change.last())
                ? campaignGroups
                        .get()
                        .withDbid(change.campaignGroup())
                        .map(group -> Transitions.events(change.target(), state, group, change.time()))
                        .orElse(List.of())
                : List.of();
    }

    /**
     * To be called before an event is accepted.
     *
     * @return whether the event follows the last one that was accepted. It does not if another node has found the same change
     *     and has come first; this can be while the lock of the campaign group is lost with the database.
     * @throws StateUnavailableException if the state cannot be read now
     */
    public boolean isNext(LifecycleEvent event) {
        return Transitions.follows(event, state(event.campaignGroup()));
    }

    private CampaignGroupState state(int campaignGroup) {
        StateView.Seen seen = states.of(List.of(campaignGroup)).get(campaignGroup);
        return seen == null ? CampaignGroupState.initial(campaignGroup) : seen.state();
    }

    /** Takes note that there is no answer, or none that can be used. */
    public void failed(Exception failure) {
        if (failure instanceof StateUnavailableException
                || ExceptionUtils.indexOfType(failure, ProgramStopsException.class) >= 0) {
            // our own database, which has said so itself; or nobody waits for an answer any more
            return;
        }
        answers.bad(reason.apply(failure));
    }

    /** @return why the campaign groups cannot be followed now, in one line; empty if they can */
    public Optional<String> problem() {
        return answers.problem();
    }
}
