package org.campaignstatus.lifecycle;

import java.time.Instant;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.input.Source;

/**
 * Something that happened to a campaign group, as the dialer tells it. Immutable.
 *
 * @param id what tells this event from every other one
 * @param type what happened
 * @param campaignGroup DBID of the campaign group
 * @param time when it happened
 * @param dialMode the dial mode since then, or null if the event does not say
 * @param optimizeBy the optimization since then, or null if the event does not say
 * @param optimizeGoal its goal, not negative, or null if the event does not say
 * @param actor who caused it: 0 unknown, 1 client, 2 schedule, 3 the dialer itself; other numbers are passed on
 * @param source how it came in
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

    /** An event that came in by a way of the site's own. */
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
