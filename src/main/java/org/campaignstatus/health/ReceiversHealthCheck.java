package org.campaignstatus.health;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.campaignstatus.delivery.RecentFailures;

/**
 * Tells which receivers do not answer as they should. Always up: that a receiver is dead is no reason to take this program
 * out of service, which serves the other ones and goes on as soon as that one is back.
 */
public final class ReceiversHealthCheck extends AbstractHealthCheck {

    /** Servers named in the message. */
    private static final int MAX_SERVERS = 10;

    private final RecentFailures failures;

    public ReceiversHealthCheck(RecentFailures failures) {
        super("campaign-group-status", "receivers");
        this.failures = failures;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<RecentFailures.Server> servers = failures.servers();
        builder.up();
        if (!servers.isEmpty()) {
            builder.message("failed within the last minute: "
                    + servers.stream()
                            .limit(MAX_SERVERS)
                            .map(ReceiversHealthCheck::shown)
                            .collect(Collectors.joining("; "))
                    + (servers.size() > MAX_SERVERS
                            ? "; and " + (servers.size() - MAX_SERVERS) + " more servers"
                            : ""));
        }
    }

    private static String shown(RecentFailures.Server server) {
        // the management server escapes slashes, twice
        return server.failed() + " to " + server.name().replace("://", " ") + ", last: " + server.words();
    }
}
