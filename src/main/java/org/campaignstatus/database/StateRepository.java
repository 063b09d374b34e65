package org.campaignstatus.database;

import java.util.Collection;
import java.util.Map;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.StateUnavailableException;

/** Stores the state of the campaign groups and the ids of the events beyond the process. Thread-safe. */
public interface StateRepository {

    /**
     * Saves, in one transaction, the id of an event whose notification is attempted, and the state after it.
     *
     * @return whether the id is new; if it was saved before, nothing changes
     * @throws StateUnavailableException if they cannot be saved now
     */
    boolean save(String eventId, CampaignGroupState after);

    /**
     * Raises sequence numbers, so that those up to them are not used again; one that is larger already stays.
     *
     * @param numbers from a campaign group to the number of its next notification
     * @throws StateUnavailableException if they cannot be saved now
     */
    void raiseSequences(Map<Integer, Long> numbers);

    /**
     * Saves sequence numbers, also smaller ones.
     *
     * @param numbers from a campaign group to the number of its last notification
     * @throws StateUnavailableException if they cannot be saved now
     */
    void saveSequences(Map<Integer, Long> numbers);

    /**
     * @return the last saved state of each campaign group
     * @throws StateUnavailableException if it cannot be read now
     */
    Collection<CampaignGroupState> states();

    /** @return whether events can be saved now; may try it */
    boolean isAvailable();
}
