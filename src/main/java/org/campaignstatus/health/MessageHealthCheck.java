package org.campaignstatus.health;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** A check of readiness whose message is one line, empty if nothing is wrong. Thread-safe if the supplier is. */
public final class MessageHealthCheck extends AbstractHealthCheck {

    private final boolean down;
    private final Supplier<Optional<String>> problem;

    private MessageHealthCheck(String id, boolean down, Supplier<Optional<String>> problem) {
        super("campaign-group-status", id);
        this.down = down;
        this.problem = problem;
    }

    /** @return a check that is down with that problem */
    public static MessageHealthCheck down(String id, Supplier<Optional<String>> problem) {
        return new MessageHealthCheck(id, true, problem);
    }

    /** @return a check that is always up and names that problem: out of service, the program would lose what still works */
    public static MessageHealthCheck up(String id, Supplier<Optional<String>> problem) {
        return new MessageHealthCheck(id, false, problem);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        problem.get().ifPresent(text -> (down ? builder.down() : builder).message(text));
    }
}
