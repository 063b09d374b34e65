package org.campaignstatus.database;

import java.util.Collection;
import java.util.Map;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.StateUnavailableException;

/** Where the state of the campaign groups and the ids of the events outlive the process. Thread-safe. */
public interface StateRepository {

    /**
     * Enters, in one step, that the notification of an event is attempted, and the state after it.
     *
     * @return whether that is new; if an event of this id was entered before, nothing changes
     * @throws StateUnavailableException if it cannot be entered now
     */
    boolean save(String eventId, CampaignGroupState after);

    /**
     * Enters the numbers of notifications that are no event's.
     *
     * @param numbers from a campaign group to the number of its last notification
     * @throws StateUnavailableException if they cannot be entered now
     */
    void saveSequences(Map<Integer, Long> numbers);

    /**
     * @return the last state entered of each campaign group
     * @throws StateUnavailableException if it cannot be read now
     */
    Collection<CampaignGroupState> states();

    /** @return whether events can be entered, as far as is known; may try it */
    boolean isAvailable();
}
