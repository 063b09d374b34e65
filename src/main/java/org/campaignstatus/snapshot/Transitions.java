package org.campaignstatus.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.input.Source;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LastEvent;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.Status;

/** The lifecycle events that lead from a state to what a row says. */
final class Transitions {

    private static final int UNKNOWN_ACTOR = 0;

    private Transitions() {}

    /**
     * The id of each event is made from the event before it: whoever finds the same change of the same state, another node or
     * this one once more, gives it the same id, and only one of them is accepted.
     *
     * @param time when they happened, in milliseconds
     * @return the events in their order; empty if nothing has changed
     */
    static List<LifecycleEvent> events(Snapshot target, CampaignGroupState state, CampaignGroup group, Instant time) {
        List<LifecycleEvent> events = new ArrayList<>();
        LastEvent last = state.last();
        for (EventType type : types(target, state, group)) {
            boolean loaded = target.status().isActive();
            events.add(new LifecycleEvent(
                    id(group.dbid(), last),
                    type,
                    group.dbid(),
                    time,
                    loaded ? target.dialMode() : null,
                    loaded ? target.optimizeBy() : null,
                    loaded ? target.optimizeGoal() : null,
                    UNKNOWN_ACTOR,
                    Source.SQL));
            last = new LastEvent(type, UNKNOWN_ACTOR, time);
        }
        return events;
    }

    /** @return whether the event was made from the last event of the state, as its id says */
    static boolean follows(LifecycleEvent event, CampaignGroupState state) {
        return event.id().equals(id(event.campaignGroup(), state.last()));
    }

    private static List<EventType> types(Snapshot target, CampaignGroupState state, CampaignGroup group) {
        boolean wasLoaded = state.status().isActive();
        boolean wasRunning = state.status() == Status.RUNNING;
        boolean isLoaded = target.status().isActive();
        boolean isRunning = target.status() == Status.RUNNING;
        List<EventType> types = new ArrayList<>();
        if (wasLoaded && isLoaded && dialsOtherwise(target, state, group)) {
            types.add(EventType.DIAL_MODE_CHANGED);
        }
        if (isLoaded && !wasLoaded) {
            types.add(EventType.LOADED);
        }
        if (isRunning != wasRunning) {
            types.add(isRunning ? EventType.STARTED : EventType.STOPPED);
        }
        if (wasLoaded && !isLoaded) {
            types.add(EventType.UNLOADED);
        }
        return types;
    }

    /** What no event has said yet is as the configuration says. */
    private static boolean dialsOtherwise(Snapshot target, CampaignGroupState state, CampaignGroup group) {
        return differs(target.dialMode(), state.dialMode(), group.dialMode())
                || differs(target.optimizeBy(), state.optimizeBy(), group.optimizeBy())
                || differs(target.optimizeGoal(), state.optimizeGoal(), group.optimizeGoal());
    }

    private static boolean differs(Object target, Object accepted, Object configured) {
        return target != null && !target.equals(accepted == null ? configured : accepted);
    }

    private static String id(int campaignGroup, LastEvent last) {
        return "sql:" + campaignGroup + ":"
                + (last == null
                        ? "first"
                        : last.type().wireName() + "@" + last.time().toEpochMilli());
    }
}
