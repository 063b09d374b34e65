package org.campaignstatus.health;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Tells whether what stands in the route files runs. Always up: after an edit that is refused the last good version does,
 * and the program does its work.
 */
public final class RoutesHealthCheck extends AbstractHealthCheck {

    private final Supplier<Optional<String>> refusal;

    /** @param refusal what is wrong with an edit that does not count, if there is one */
    public RoutesHealthCheck(Supplier<Optional<String>> refusal) {
        super("campaign-group-status", "routes");
        this.refusal = refusal;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        refusal.get()
                .ifPresent(problem ->
                        builder.message("an edit is refused, the last good version goes on running: " + problem));
    }
}
