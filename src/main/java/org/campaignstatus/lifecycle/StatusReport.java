package org.campaignstatus.lifecycle;

import java.time.Instant;

/**
 * The occasion of one notification: an event, or the end of a period. Immutable.
 *
 * @param campaignGroup DBID of the campaign group
 * @param time of the event, or the end of the period
 * @param state the state to send; null in a periodic message that waits in its lane, or for which there is none
 * @param event null in a periodic message
 */
public record StatusReport(int campaignGroup, Instant time, CampaignGroupState state, LifecycleEvent event)
        implements CampaignGroupMessage {

    /** The action and the actor of a periodic message: our own number, because the vendor's is unknown. */
    private static final int NONE = 0;

    public static StatusReport of(LifecycleEvent event, CampaignGroupState after) {
        return new StatusReport(event.campaignGroup(), event.time(), after, event);
    }

    public static StatusReport periodic(int campaignGroup, Instant time) {
        return new StatusReport(campaignGroup, time, null, null);
    }

    public boolean periodic() {
        return event == null;
    }

    /** @return the vendor's number of the request that caused it; 0 for a periodic message */
    public int action() {
        return periodic() ? NONE : event.type().action();
    }

    /** @return who caused it, a number as in {@link LifecycleEvent}; 0 for a periodic message */
    public int actor() {
        return periodic() ? NONE : event.actor();
    }

    /** @return whether it has a state to send */
    public boolean isCurrent() {
        return state != null;
    }

    StatusReport with(CampaignGroupState current) {
        return new StatusReport(campaignGroup, time, current, event);
    }
}
