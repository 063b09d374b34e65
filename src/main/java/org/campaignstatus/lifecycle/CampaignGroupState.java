package org.campaignstatus.lifecycle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;

/**
 * The state of a campaign group after its last event. Immutable.
 *
 * @param campaignGroup its DBID
 * @param dialMode the last dial mode of an event, or null
 * @param optimizeBy the last optimization method of an event, or null
 * @param optimizeGoal the last goal of an event, or null
 * @param loaded when it became active last, also after its unloading; null if unknown
 * @param sequence the number of its last attempted notification, counted from 1; 0 if there was none
 * @param last its last event; null if unknown
 */
public record CampaignGroupState(
        int campaignGroup,
        Status status,
        DialMode dialMode,
        OptimizationMethod optimizeBy,
        Integer optimizeGoal,
        Instant loaded,
        long sequence,
        LastEvent last) {

    /** @return the state of a campaign group before its first event */
    public static CampaignGroupState initial(int campaignGroup) {
        return new CampaignGroupState(campaignGroup, Status.NOT_LOADED, null, null, null, null, 0, null);
    }

    /**
     * @param arrival when the event came, by the wall clock
     * @return the state after the event; transitions are not validated
     */
    public CampaignGroupState after(LifecycleEvent event, Instant arrival) {
        Status after = event.type().after(status);
        return new CampaignGroupState(
                campaignGroup,
                after,
                event.dialMode() == null ? dialMode : event.dialMode(),
                event.optimizeBy() == null ? optimizeBy : event.optimizeBy(),
                event.optimizeGoal() == null ? optimizeGoal : event.optimizeGoal(),
                loadedAfter(event, after, arrival),
                sequence + 1,
                LastEvent.of(event));
    }

    /** @return the state after a periodic notification */
    public CampaignGroupState notified() {
        return new CampaignGroupState(
                campaignGroup, status, dialMode, optimizeBy, optimizeGoal, loaded, sequence + 1, last);
    }

    /** A time in the future is replaced by the arrival, as for the statistics that are compared with it. */
    private Instant loadedAfter(LifecycleEvent event, Status after, Instant arrival) {
        boolean newLoad = event.type() == EventType.LOADED || after.isActive() && !status.isActive();
        Instant now = arrival.truncatedTo(ChronoUnit.MICROS);
        Instant time = event.time().isAfter(now) ? now : event.time();
        return newLoad ? time : loaded;
    }
}
