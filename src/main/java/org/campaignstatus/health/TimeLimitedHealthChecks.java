package org.campaignstatus.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.campaignstatus.util.TimeLimiter;

/**
 * All health checks, those of the site too, each with a time limit, after which it is down: health has to answer while
 * something hangs, because an orchestrator that gets no answer restarts the process.
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
        return new Limited(check, limiters.computeIfAbsent(name, same -> new TimeLimiter(LIMIT)));
    }

    /** The other ways to call a check come to {@link #call(Map)}. */
    private record Limited(HealthCheck check, TimeLimiter limiter) implements HealthCheck {

        @Override
        public Result call(Map<String, Object> options) {
            try {
                return limiter.call(() -> check.call(options));
            } catch (TimeoutException e) {
                return HealthCheckResultBuilder.on(check)
                        .down()
                        .message("the check " + e.getMessage())
                        .build();
            }
        }

        @Override
        public String getId() {
            return check.getId();
        }

        @Override
        public String getGroup() {
            return check.getGroup();
        }

        @Override
        public int getOrder() {
            return check.getOrder();
        }

        @Override
        public boolean isEnabled() {
            return check.isEnabled();
        }

        @Override
        public void setEnabled(boolean enabled) {
            check.setEnabled(enabled);
        }

        @Override
        public Map<String, Object> getMetaData() {
            return check.getMetaData();
        }

        @Override
        public boolean isReadiness() {
            return check.isReadiness();
        }

        @Override
        public boolean isLiveness() {
            return check.isLiveness();
        }
    }
}
