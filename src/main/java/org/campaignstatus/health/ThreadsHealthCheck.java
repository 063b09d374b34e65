package org.campaignstatus.health;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Tells whether an {@link Error} has ended or broken something that nobody but a new start of the process mends. It is the
 * program's only check of liveness, and looks at nothing outside of the process.
 */
public final class ThreadsHealthCheck extends AbstractHealthCheck {

    private final ConsumerThreads threads;
    private final Supplier<Stream<Error>> errors;

    /** @param errors those that have broken off a poll or the work on an event */
    public ThreadsHealthCheck(ConsumerThreads threads, Supplier<Stream<Error>> errors) {
        super("campaign-group-status", "threads");
        this.threads = threads;
        this.errors = errors;
    }

    @Override
    public boolean isLiveness() {
        return true;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<String> error = errors.get().map(Error::toString).findFirst();
        error.or(() -> threads.ended().stream().findFirst().map(endpoint -> "the thread of " + endpoint + " has ended"))
                .ifPresentOrElse(
                        problem -> builder.down().message(problem + ": the process has to be started again"),
                        builder::up);
    }
}
