package org.campaignstatus.health;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.campaignstatus.delivery.RouteErrorLog;

/**
 * Says which steps of routes have failed within the last minute. Always up, as for receivers: out of service, the program
 * would lose what still works, and the next edit of the route may put things right.
 */
public final class RouteErrorsHealthCheck extends AbstractHealthCheck {

    private final RouteErrorLog errors;

    public RouteErrorsHealthCheck(RouteErrorLog errors) {
        super("campaign-group-status", "route-errors");
        this.errors = errors;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        errors.recent().ifPresent(words -> builder.message("failed within the last minute: " + words));
    }
}
