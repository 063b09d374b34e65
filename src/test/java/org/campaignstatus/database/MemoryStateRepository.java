package org.campaignstatus.database;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.campaignstatus.lifecycle.CampaignGroupState;

/** A repository that is gone with the process. */
public final class MemoryStateRepository implements StateRepository {

    private final Set<String> ids = ConcurrentHashMap.newKeySet();

    @Override
    public boolean save(String eventId, CampaignGroupState after) {
        return ids.add(eventId);
    }

    @Override
    public void raiseSequences(Map<Integer, Long> numbers) {
        // nobody asks for them again
    }

    @Override
    public void saveSequences(Map<Integer, Long> numbers) {
        // nobody asks for them again
    }

    @Override
    public Collection<CampaignGroupState> states() {
        return List.of();
    }

    @Override
    public boolean isAvailable() {
        return true;
    }
}
