package org.campaignstatus.lifecycle;

import java.time.Instant;

/** The last event of a campaign group, for display only; the actor is a number as in {@link LifecycleEvent}. */
public record LastEvent(EventType type, int actor, Instant time) {

    static LastEvent of(LifecycleEvent event) {
        return new LastEvent(event.type(), event.actor(), event.time());
    }
}
