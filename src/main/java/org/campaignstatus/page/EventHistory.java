package org.campaignstatus.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.campaignstatus.lifecycle.LifecycleEvent;

/** The last lifecycle events of the campaign groups that had one last, since the start. Thread-safe. */
public final class EventHistory implements BiConsumer<LifecycleEvent, Boolean> {

    /** Events of each campaign group. */
    static final int MAX_EVENTS = 20;

    static final int MAX_CAMPAIGN_GROUPS = 2_000;

    private final Map<Integer, Deque<LifecycleEvent>> groups = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Deque<LifecycleEvent>> eldest) {
            return size() > MAX_CAMPAIGN_GROUPS;
        }
    };

    /** @param isNew whether the event was not accepted before */
    @Override
    public synchronized void accept(LifecycleEvent event, Boolean isNew) {
        if (isNew) {
            Deque<LifecycleEvent> events = groups.computeIfAbsent(event.campaignGroup(), dbid -> new ArrayDeque<>());
            events.addFirst(event);
            if (events.size() > MAX_EVENTS) {
                events.removeLast();
            }
        }
    }

    /** @return the events of a campaign group, the latest first */
    synchronized List<LifecycleEvent> of(int campaignGroup) {
        Deque<LifecycleEvent> events = groups.get(campaignGroup);
        return events == null ? List.of() : List.copyOf(events);
    }
}
