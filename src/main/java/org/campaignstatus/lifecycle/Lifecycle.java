package org.campaignstatus.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * The life of the campaign groups: takes events over and says what is to be told of it. Thread-safe; what concerns one
 * campaign group has to come in its turn.
 */
public final class Lifecycle {

    private final StateStore store;
    private final Clock clock;

    public Lifecycle(StateStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @return what to tell of the event, or null if it was taken over before and must not be told again */
    public StatusReport remember(LifecycleEvent event) {
        return store.take(event).map(after -> StatusReport.of(event, after)).orElse(null);
    }

    /** @return a report for each active campaign group whose period has ended, still without its state */
    public List<StatusReport> due() {
        Instant now = clock.instant();
        return store.claimDue(now).stream()
                .map(group -> StatusReport.tick(group, now))
                .toList();
    }

    /**
     * Gives a periodic report the state that holds now that it has its turn, so that it never contradicts an event.
     *
     * @return the report with its state; one of an event has it already
     */
    public StatusReport current(StatusReport report) {
        return report.periodic() ? report.with(store.state(report.campaignGroup())) : report;
    }
}
