package org.campaignstatus.lifecycle;

import java.time.Instant;

/**
 * The occasion of one notification: an event, or the end of a period. Immutable.
 *
 * @param campaignGroup DBID of the campaign group
 * @param time when the event happened, or when the period ended
 * @param action the request that caused it; {@link #NONE} for a periodic message
 * @param actor who caused it; {@link #NONE} for a periodic message
 * @param periodic whether this is a periodic message
 * @param state the campaign group's state to tell; null in a periodic message that has not had its turn yet, or has none
 *     to tell
 * @param event the event; null in a periodic message
 */
public record StatusReport(
        int campaignGroup,
        Instant time,
        int action,
        int actor,
        boolean periodic,
        CampaignGroupState state,
        LifecycleEvent event)
        implements CampaignGroupMessage {

    /** The action and the actor of a periodic message: no vendor's number is known, this is our own. */
    public static final int NONE = 0;

    /** @return what to tell of an event that has led to that state */
    public static StatusReport of(LifecycleEvent event, CampaignGroupState after) {
        return new StatusReport(
                event.campaignGroup(), event.time(), event.type().action(), event.actor(), false, after, event);
    }

    public static StatusReport periodic(DueNotification due) {
        return new StatusReport(due.campaignGroup(), due.time(), NONE, NONE, true, null, null);
    }

    /** @return whether there is something to tell */
    public boolean isCurrent() {
        return state != null;
    }

    StatusReport with(CampaignGroupState current) {
        return new StatusReport(campaignGroup, time, action, actor, periodic, current, event);
    }
}
