package org.campaignstatus.lifecycle;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Stores the state of the campaign groups, the ids of events and the due times of periodic messages. Thread-safe. */
public interface StateStore extends StateView {

    /**
     * To be called before the first event.
     *
     * @throws StateUnavailableException if it is unavailable, and waiting would not help
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
     * @return the state to send, or empty if the campaign group is not active any more, or another node has sent a
     *     notification about it since
     * @throws StateUnavailableException if that is not possible now; then nothing changes
     */
    Optional<CampaignGroupState> takeDue(StatusReport due);

    /**
     * Claims the active campaign groups whose periodic messages are due; no other node gets them for this time.
     *
     * @return the most overdue first; none while events cannot be accepted
     */
    List<StatusReport> claimDue();

    /**
     * To be called before {@link #takeDue} for many campaign groups at a time, which then costs less.
     *
     * @throws StateUnavailableException if that is not possible now
     */
    default void prepare(Collection<Integer> campaignGroups) {}

    void close();
}
