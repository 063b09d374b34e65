package org.campaignstatus.database;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.util.MonotonicClock;

/**
 * The state of one node that shares its repository with nobody: all of it is in memory too, so that periodic messages need
 * the repository only to reserve their sequence numbers, those of many at a time. Due times are in memory only; after a
 * restart the periods begin anew.
 */
public final class SingleNodeStateStore implements StateStore {

    private static final Duration RESERVED_AHEAD = Duration.ofSeconds(1);

    /** In one transaction, which events have to wait for. */
    private static final int MAX_RESERVED = 10_000;

    private final StateRepository repository;
    private final MonotonicClock clock;
    private final PeriodicSchedule schedule;
    private final Supplier<Configuration> configuration;
    private final Map<Integer, StoredState> states = new ConcurrentHashMap<>();
    private Configuration planned;

    /** @param saved the number in the repository: that of the last notification, or the reserved one of the next */
    private record StoredState(CampaignGroupState state, long saved) {

        StoredState with(CampaignGroupState after) {
            return new StoredState(after, Math.max(saved, after.sequence()));
        }

        StoredState reserving(long number) {
            return new StoredState(state, Math.max(saved, number));
        }

        boolean hasReservedNumber() {
            return saved > state.sequence();
        }
    }

    public SingleNodeStateStore(
            StateRepository repository, Supplier<Configuration> configuration, MonotonicClock clock) {
        this.repository = repository;
        this.configuration = configuration;
        this.clock = clock;
        this.schedule = new PeriodicSchedule(group -> configuration.get().interval(group));
    }

    @Override
    public void open() {
        Instant now = clock.instant();
        for (CampaignGroupState state : repository.states()) {
            store(state);
            if (state.status().isActive()) {
                schedule.resume(state.campaignGroup(), now);
            }
        }
    }

    @Override
    public Optional<CampaignGroupState> take(LifecycleEvent event) {
        int group = event.campaignGroup();
        CampaignGroupState before = state(group);
        CampaignGroupState after = before.after(event, clock.wallClock().instant());
        if (!repository.save(event.id(), after)) {
            return Optional.empty();
        }
        store(after);
        if (after.status().isActive() && !before.status().isActive()) {
            schedule.begin(group, clock.instant());
        } else if (!after.status().isActive()) {
            schedule.end(group);
        }
        return Optional.of(after);
    }

    @Override
    public Optional<CampaignGroupState> takeDue(StatusReport due) {
        CampaignGroupState before = state(due.campaignGroup());
        if (!before.status().isActive()) {
            return Optional.empty();
        }
        CampaignGroupState after = before.notified();
        if (!states.get(due.campaignGroup()).hasReservedNumber()) {
            // an event has taken the number that was reserved
            repository.raiseSequences(Map.of(due.campaignGroup(), after.sequence()));
        }
        store(after);
        return Optional.of(after);
    }

    @Override
    public IntFunction<Status> statuses() {
        return campaignGroup -> state(campaignGroup).status();
    }

    @Override
    public Map<Integer, Seen> of(Collection<Integer> campaignGroups) {
        Map<Integer, Seen> seen = new HashMap<>();
        for (int group : campaignGroups) {
            if (states.containsKey(group)) {
                seen.put(group, new Seen(state(group), due(group)));
            }
        }
        return seen;
    }

    private Instant due(int campaignGroup) {
        Instant due = schedule.next(campaignGroup);
        return due == null ? null : clock.toWallClock(due);
    }

    @Override
    public Duration overdue() {
        return schedule.overdue(clock.instant());
    }

    private CampaignGroupState state(int campaignGroup) {
        StoredState now = states.get(campaignGroup);
        return now == null ? CampaignGroupState.initial(campaignGroup) : now.state();
    }

    private void store(CampaignGroupState after) {
        states.compute(
                after.campaignGroup(),
                (group, before) -> before == null ? new StoredState(after, after.sequence()) : before.with(after));
    }

    @Override
    public synchronized List<StatusReport> claimDue() {
        if (!repository.isAvailable()) {
            return List.of();
        }
        Instant now = clock.instant();
        Configuration current = configuration.get();
        if (current != planned) {
            schedule.replan(now);
            planned = current;
        }
        List<Integer> due = schedule.due(now);
        Instant stamp = clock.wallClock().instant();
        return due.stream().map(group -> StatusReport.periodic(group, stamp)).toList();
    }

    /**
     * Reserves the number of each of the periodic messages, unless a skipped one has left it one, and of those that are due
     * soon: campaign groups that are due together lie scattered over the table, those of a whole second share its pages.
     */
    @Override
    public synchronized void prepare(Collection<Integer> campaignGroups) {
        Map<Integer, Long> numbers = new TreeMap<>();
        campaignGroups.forEach(group -> reserve(group, numbers));
        if (!numbers.isEmpty()) {
            schedule.dueBefore(clock.instant().plus(RESERVED_AHEAD)).stream()
                    .takeWhile(group -> numbers.size() < MAX_RESERVED)
                    .forEach(group -> reserve(group, numbers));
            repository.raiseSequences(numbers);
            numbers.forEach((group, number) -> states.computeIfPresent(group, (same, now) -> now.reserving(number)));
        }
    }

    private void reserve(int campaignGroup, Map<Integer, Long> numbers) {
        StoredState now = states.get(campaignGroup);
        if (now.state().status().isActive() && !now.hasReservedNumber()) {
            numbers.put(campaignGroup, now.state().sequence() + 1);
        }
    }

    /** Saves the numbers of the last notifications in place of reserved ones. */
    @Override
    public synchronized void close() {
        Map<Integer, Long> numbers = new HashMap<>();
        states.forEach((group, now) -> {
            if (now.hasReservedNumber()) {
                numbers.put(group, now.state().sequence());
            }
        });
        if (!numbers.isEmpty() && repository.isAvailable()) {
            repository.saveSequences(numbers);
        }
    }
}
