package org.campaignstatus.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.campaignstatus.configuration.Configuration;

/** Keeps everything in memory: it is gone with the process. */
public final class MemoryStateStore implements StateStore {

    /** Enough for every event that a broker can deliver again while this process runs. */
    private static final int REMEMBERED_IDS = 50_000;

    private final Map<Integer, CampaignGroupState> states = new ConcurrentHashMap<>();
    private final Set<String> ids = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_IDS;
        }
    }));
    private final Supplier<Configuration> configuration;
    private final Clock clock;
    private final PeriodicSchedule schedule;
    private Configuration planned;

    public MemoryStateStore(Supplier<Configuration> configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
        this.schedule = new PeriodicSchedule(group -> configuration.get().interval(group));
    }

    @Override
    public Optional<CampaignGroupState> take(LifecycleEvent event) {
        if (!ids.add(event.id())) {
            return Optional.empty();
        }
        CampaignGroupState before = state(event.campaignGroup());
        CampaignGroupState after = before.after(event);
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
    public synchronized List<Integer> claimDue(Instant now) {
        Configuration current = configuration.get();
        if (current != planned) {
            schedule.replan(now);
            planned = current;
        }
        return schedule.due(now);
    }
}
