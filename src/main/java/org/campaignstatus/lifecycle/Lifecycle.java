package org.campaignstatus.lifecycle;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Accepts lifecycle events and returns the notifications to send. Thread-safe, if calls for one campaign group are in order. */
public final class Lifecycle {

    private final StateStore store;

    private final BiConsumer<LifecycleEvent, Boolean> listener;

    public Lifecycle(StateStore store) {
        this(store, (event, isNew) -> {});
    }

    /** @param listener accepts each event, and whether it is new or came before; must not block */
    public Lifecycle(StateStore store, BiConsumer<LifecycleEvent, Boolean> listener) {
        this.store = store;
        this.listener = listener;
    }

    /**
     * @return the report to send, or null if the event was accepted before
     * @throws StateUnavailableException if the event cannot be saved now; then nothing has changed
     */
    public StatusReport remember(LifecycleEvent event) {
        Optional<CampaignGroupState> after = store.take(event);
        listener.accept(event, after.isPresent());
        return after.map(state -> StatusReport.of(event, state)).orElse(null);
    }

    /** @return a report for each active campaign group whose period has ended, without its state */
    public List<StatusReport> due() {
        return store.claimDue().stream().map(StatusReport::periodic).toList();
    }

    /**
     * Adds the state to a periodic report when it is first in its lane, so that it never contradicts an event.
     *
     * @return the report with its state, or without if there is nothing to send or the state is unavailable
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
