package org.campaignstatus.routing;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.campaignstatus.lifecycle.Lifecycle;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StatusReport;

/** The bean {@code lifecycle} of the routes: begins to follow each notification to its outcome. Thread-safe. */
public final class LifecycleSteps {

    private final Lifecycle lifecycle;
    private final NotificationFlow flow;
    private final UnaryOperator<List<StatusReport>> admission;

    /** @param admission as for {@link Lifecycle#due} */
    public LifecycleSteps(Lifecycle lifecycle, NotificationFlow flow, UnaryOperator<List<StatusReport>> admission) {
        this.lifecycle = lifecycle;
        this.flow = flow;
        this.admission = admission;
    }

    /** @see Lifecycle#remember */
    public StatusReport remember(LifecycleEvent event, Exchange exchange) {
        return followed(lifecycle.remember(event), exchange);
    }

    /** @see Lifecycle#due */
    public List<StatusReport> due() {
        return lifecycle.due(admission);
    }

    /** @see Lifecycle#current */
    public StatusReport current(StatusReport report, Exchange exchange) {
        return followed(lifecycle.current(report), exchange);
    }

    private StatusReport followed(StatusReport report, Exchange exchange) {
        if (report != null && report.isCurrent()) {
            flow.begin(exchange, report);
        }
        return report;
    }
}
