package org.campaignstatus.health;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.campaignstatus.configuration.ReloadableConfiguration;

/**
 * Tells whether what stands in the files is in force. Always up: after an edit that is refused the last good version
 * is, and the program does its work.
 */
public final class ConfigurationHealthCheck extends AbstractHealthCheck {

    private final ReloadableConfiguration configuration;

    public ConfigurationHealthCheck(ReloadableConfiguration configuration) {
        super("campaign-group-status", "configuration");
        this.configuration = configuration;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        configuration
                .refusal()
                .ifPresent(problem ->
                        builder.message("an edit is refused, the last good version stays in force: " + problem));
    }
}
