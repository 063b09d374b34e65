package org.campaignstatus.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.IntFunction;

/** A read-only view of the campaign groups' state. Thread-safe. */
public interface StateView {

    /** @param due when the next periodic message is due; null for none */
    record Seen(CampaignGroupState state, Instant due) {}

    /**
     * @return from a DBID to the campaign group's status; may be a moment old
     * @throws StateUnavailableException if it cannot be read now
     */
    IntFunction<Status> statuses();

    /**
     * @param campaignGroups a few DBIDs
     * @return the state of each campaign group that has had an event
     * @throws StateUnavailableException if it cannot be read now
     */
    Map<Integer, Seen> of(Collection<Integer> campaignGroups);

    /**
     * @return for how long the most overdue periodic message has not been claimed; zero if none is due
     * @throws StateUnavailableException if it cannot be read now
     */
    Duration overdue();
}
