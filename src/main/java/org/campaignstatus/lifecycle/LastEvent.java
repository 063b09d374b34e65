package org.campaignstatus.lifecycle;

import java.time.Instant;

/**
 * The last event of a campaign group, for those who look on: nothing is decided by it. Immutable.
 *
 * @param type what happened
 * @param actor who caused it, by the numbers of {@link LifecycleEvent}
 * @param time when it happened
 */
public record LastEvent(EventType type, int actor, Instant time) {

    static LastEvent of(LifecycleEvent event) {
        return new LastEvent(event.type(), event.actor(), event.time());
    }
}
