package org.campaignstatus.lifecycle;

import java.util.List;
import java.util.Optional;

/**
 * Accepts lifecycle events and says which notifications to send. Thread-safe; what concerns one
 * campaign group has to come in its turn.
 */
public final class Lifecycle {

    private final StateStore store;

    private final LifecycleEventListener listener;

    public Lifecycle(StateStore store) {
        this(store, LifecycleEventListener.NOBODY);
    }

    /** @param listener called for each accepted event */
    public Lifecycle(StateStore store, LifecycleEventListener listener) {
        this.store = store;
        this.listener = listener;
    }

    /**
     * @return the report to send, or null if the event was accepted before
     * @throws StateUnavailableException if the event cannot be remembered now; then nothing has changed
     */
    public StatusReport remember(LifecycleEvent event) {
        Optional<CampaignGroupState> after = store.take(event);
        listener.taken(event, after.isPresent());
        return after.map(state -> StatusReport.of(event, state)).orElse(null);
    }

    /** @return a report for each active campaign group whose period has ended, still without its state */
    public List<StatusReport> due() {
        return store.claimDue().stream().map(StatusReport::periodic).toList();
    }

    /**
     * Gives a periodic report the state that holds now that it has its turn, so that it never contradicts an event.
     *
     * @return the report with its state, or without it if there is nothing to tell or that is not known; one of an event
     *     has it already
     */
    public StatusReport current(StatusReport report) {
        try {
            return report.periodic()
                    ? store.takeDue(new DueNotification(report.campaignGroup(), report.time()))
                            .map(report::with)
                            .orElse(report)
                    : report;
        } catch (StateUnavailableException e) {
            return report;
        }
    }
}
