package org.campaignstatus.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.campaignstatus.configuration.Configuration;

/**
 * The state of a program that nobody shares its ledger with: all of it is in memory too, so that a periodic message costs
 * the ledger nothing. Due times are in memory only; after a restart the periods begin anew.
 */
public final class OneNode implements StateStore {

    private final Ledger ledger;
    private final Clock clock;
    private final PeriodicSchedule schedule;
    private final Supplier<Configuration> configuration;
    private final Map<Integer, CampaignGroupState> states = new ConcurrentHashMap<>();
    private Configuration planned;

    public OneNode(Ledger ledger, Supplier<Configuration> configuration, Clock clock) {
        this.ledger = ledger;
        this.configuration = configuration;
        this.clock = clock;
        this.schedule = new PeriodicSchedule(group -> configuration.get().interval(group));
    }

    @Override
    public void open() {
        Instant now = clock.instant();
        for (CampaignGroupState state : ledger.states()) {
            states.put(state.campaignGroup(), state);
            if (state.status().isActive()) {
                schedule.resume(state.campaignGroup(), now);
            }
        }
    }

    @Override
    public Optional<CampaignGroupState> take(LifecycleEvent event) {
        CampaignGroupState before = state(event.campaignGroup());
        CampaignGroupState after = before.after(event);
        if (!ledger.enter(event.id(), after)) {
            return Optional.empty();
        }
        states.put(event.campaignGroup(), after);
        if (after.status().isActive() && !before.status().isActive()) {
            schedule.begin(event.campaignGroup(), clock.instant());
        } else if (!after.status().isActive()) {
            schedule.end(event.campaignGroup());
        }
        return Optional.of(after);
    }

    @Override
    public CampaignGroupState state(int campaignGroup) {
        CampaignGroupState state = states.get(campaignGroup);
        return state == null ? CampaignGroupState.initial(campaignGroup) : state;
    }

    @Override
    public synchronized List<Tick> claimDue() {
        if (!ledger.isAvailable()) {
            return List.of();
        }
        Instant now = clock.instant();
        Configuration current = configuration.get();
        if (current != planned) {
            schedule.replan(now);
            planned = current;
        }
        return schedule.due(now).stream().map(group -> new Tick(group, now)).toList();
    }
}
