package org.campaignstatus.database;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.util.TimeLimiter;

/** A view of state in a database that may hang: metrics and the page get an answer or an exception within a second. */
public final class TimeLimitedStateView implements StateView {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** Statuses that took longer than the limit to read answer later calls for this long. */
    private static final long MAX_AGE = Duration.ofSeconds(30).toNanos();

    private final StateView view;
    private final TimeLimiter limiter = new TimeLimiter(LIMIT);
    private volatile Statuses last;

    private record Statuses(IntFunction<Status> byGroup, long read) {}

    public TimeLimitedStateView(StateView view) {
        this.view = view;
    }

    @Override
    public IntFunction<Status> statuses() {
        try {
            return limited(this::readStatuses);
        } catch (StateUnavailableException e) {
            Statuses before = last;
            if (e.getCause() instanceof TimeoutException
                    && before != null
                    && System.nanoTime() - before.read() < MAX_AGE) {
                return before.byGroup();
            }
            throw e;
        }
    }

    private IntFunction<Status> readStatuses() {
        IntFunction<Status> statuses = view.statuses();
        last = new Statuses(statuses, System.nanoTime());
        return statuses;
    }

    @Override
    public Map<Integer, Seen> of(Collection<Integer> campaignGroups) {
        return limited(() -> view.of(campaignGroups));
    }

    @Override
    public Duration overdue() {
        return limited(view::overdue);
    }

    private <T> T limited(Supplier<T> question) {
        try {
            return limiter.call(question);
        } catch (TimeoutException e) {
            throw new StateUnavailableException("the database " + e.getMessage(), e);
        }
    }
}
