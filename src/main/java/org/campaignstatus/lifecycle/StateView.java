package org.campaignstatus.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.IntFunction;

/** What is known of the campaign groups, for those who look on. It changes nothing. Thread-safe. */
public interface StateView {

    /**
     * What is known of a campaign group.
     *
     * @param state the state
     * @param due when its next periodic message is due; null for none
     */
    record Seen(CampaignGroupState state, Instant due) {}

    /**
     * @return from a DBID to what the campaign group does now; may be a moment old
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
     * @return how long the periodic message that is most overdue has been due without being claimed; zero if none is
     * @throws StateUnavailableException if that is not known now
     */
    Duration overdue();
}
