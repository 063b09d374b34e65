package org.campaignstatus.health;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.campaignstatus.jms.Quarantine;

/** Tells whether rejected messages can be kept. */
public final class QuarantineHealthCheck extends AbstractHealthCheck {

    private final Quarantine quarantine;

    public QuarantineHealthCheck(Quarantine quarantine) {
        super("campaign-group-status", "quarantine");
        this.quarantine = quarantine;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        quarantine.problem().ifPresent(problem -> builder.down().message(problem));
    }
}
