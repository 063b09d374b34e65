package org.campaignstatus.health;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** A check whose message is one line; empty if nothing is wrong. Thread-safe if the supplier is. */
public final class MessageHealthCheck extends AbstractHealthCheck {

    private final boolean liveness;
    private final boolean down;
    private final Supplier<Optional<String>> problem;

    private MessageHealthCheck(String id, boolean liveness, boolean down, Supplier<Optional<String>> problem) {
        super("campaign-group-status", id);
        this.liveness = liveness;
        this.down = down;
        this.problem = problem;
    }

    /** @return a check of readiness that is down with a problem */
    public static MessageHealthCheck down(String id, Supplier<Optional<String>> problem) {
        return new MessageHealthCheck(id, false, true, problem);
    }

    /** @return a check of readiness that only names a problem: out of service, the program would not do what still works */
    public static MessageHealthCheck up(String id, Supplier<Optional<String>> problem) {
        return new MessageHealthCheck(id, false, false, problem);
    }

    /** @return a check of liveness: down with a problem that only a restart of the process solves */
    public static MessageHealthCheck liveness(String id, Supplier<Optional<String>> problem) {
        return new MessageHealthCheck(id, true, true, problem);
    }

    @Override
    public boolean isLiveness() {
        return liveness;
    }

    @Override
    public boolean isReadiness() {
        return !liveness;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        problem.get().ifPresent(text -> (down ? builder.down() : builder).message(text));
    }
}
