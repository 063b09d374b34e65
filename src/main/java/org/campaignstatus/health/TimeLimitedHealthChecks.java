package org.campaignstatus.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.campaignstatus.util.TimeLimiter;

/**
 * All health checks, those of the site too, each with a time limit: health has to answer while something hangs, because
 * an orchestrator that gets no answer restarts the process.
 */
public final class TimeLimitedHealthChecks extends DefaultHealthCheckRegistry {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Map<String, TimeLimiter> limiters = new ConcurrentHashMap<>();

    public TimeLimitedHealthChecks(CamelContext context) {
        super(context);
    }

    @Override
    public Stream<HealthCheck> stream() {
        return super.stream().map(this::limited);
    }

    private HealthCheck limited(HealthCheck check) {
        String name = check.getGroup() + " " + check.getId();
        return new TimeLimitedHealthCheck(check, limiters.computeIfAbsent(name, same -> new TimeLimiter(LIMIT)));
    }
}
