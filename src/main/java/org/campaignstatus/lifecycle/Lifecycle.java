package org.campaignstatus.lifecycle;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

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

    /**
     * @param admission from the reports of the campaign groups whose periods have ended, without their state, to those that
     *     can be sent now; it may hold back others, and add some that it has held back before
     * @return the admitted ones
     */
    public List<StatusReport> due(UnaryOperator<List<StatusReport>> admission) {
        List<StatusReport> admitted = admission.apply(store.claimDue());
        try {
            store.prepare(admitted.stream().map(StatusReport::campaignGroup).toList());
        } catch (StateUnavailableException e) {
            // periodic messages pause until the state can be saved
            return List.of();
        }
        return admitted;
    }

    /**
     * Adds the state to a periodic report when it is first in its lane, so that it never contradicts an event.
     *
     * @return the report with its state, or without if there is nothing to send or the state is unavailable
     */
    public StatusReport current(StatusReport report) {
        try {
            return report.periodic() ? store.takeDue(report).map(report::with).orElse(report) : report;
        } catch (StateUnavailableException e) {
            return report;
        }
    }
}
