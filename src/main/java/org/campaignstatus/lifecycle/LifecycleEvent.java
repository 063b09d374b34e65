package org.campaignstatus.lifecycle;

import java.time.Instant;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.input.Source;

/**
 * An event of a campaign group from the dialer. Immutable.
 *
 * @param id unique per event
 * @param campaignGroup DBID of the campaign group
 * @param dialMode the dial mode since then, or null if it is left out
 * @param optimizeBy the optimization since then, or null if it is left out
 * @param optimizeGoal its goal, not negative, or null if it is left out
 * @param actor who caused it: 0 unknown, 1 client, 2 schedule, 3 the dialer itself; other numbers are passed on
 */
public record LifecycleEvent(
        String id,
        EventType type,
        int campaignGroup,
        Instant time,
        DialMode dialMode,
        OptimizationMethod optimizeBy,
        Integer optimizeGoal,
        int actor,
        Source source)
        implements CampaignGroupMessage {

    /** An event from a route of the site. */
    public LifecycleEvent(
            String id,
            EventType type,
            int campaignGroup,
            Instant time,
            DialMode dialMode,
            OptimizationMethod optimizeBy,
            Integer optimizeGoal,
            int actor) {
        this(id, type, campaignGroup, time, dialMode, optimizeBy, optimizeGoal, actor, Source.OTHER);
    }
}
