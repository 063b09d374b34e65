package org.campaignstatus.lifecycle;

import java.util.List;
import java.util.Optional;

/** Where the state of the campaign groups, the ids of events and the due times of periodic messages live. Thread-safe. */
public interface StateStore extends StateView {

    /**
     * Gets ready before the first event.
     *
     * @throws StateUnavailableException if it cannot, and waiting would not help
     */
    void open();

    /**
     * Accepts an event: saves, in one transaction, the state after it and that its notification is attempted.
     *
     * @return the state after it, or empty if an event of this id was accepted before; then nothing changes
     * @throws StateUnavailableException if that is not possible now; then nothing changes
     */
    Optional<CampaignGroupState> take(LifecycleEvent event);

    /**
     * Accepts a due periodic notification: saves that it is attempted.
     *
     * @return the state to send, or empty if there is nothing to send: the campaign group is not active any more, or was
     *     notified about since by another node
     * @throws StateUnavailableException if that is not possible now; then nothing changes
     */
    Optional<CampaignGroupState> takeDue(DueNotification due);

    /**
     * Claims the active campaign groups whose periodic messages are due; nobody else gets them for this time.
     *
     * @return the ones that have been due for longest first; none as long as events cannot be accepted
     */
    List<DueNotification> claimDue();

    /** Ends with everything in place for the next start. */
    void close();
}
