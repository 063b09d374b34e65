package org.campaignstatus.health;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.campaignstatus.util.NotAnsweredException;
import org.campaignstatus.util.TimeLimiter;

/** A health check that is down when it has not answered in time. Thread-safe if the check is. */
final class TimeLimitedHealthCheck implements HealthCheck {

    private final HealthCheck check;
    private final TimeLimiter limiter;

    TimeLimitedHealthCheck(HealthCheck check, TimeLimiter limiter) {
        this.check = check;
        this.limiter = limiter;
    }

    private Result limited(Supplier<Result> call) {
        try {
            return limiter.call(call);
        } catch (NotAnsweredException e) {
            return HealthCheckResultBuilder.on(check)
                    .down()
                    .message("the check " + e.getMessage())
                    .build();
        }
    }

    @Override
    public Result call(Map<String, Object> options) {
        return limited(() -> check.call(options));
    }

    @Override
    public Result call() {
        return limited(check::call);
    }

    @Override
    public Result callReadiness() {
        return limited(check::callReadiness);
    }

    @Override
    public Result callLiveness() {
        return limited(check::callLiveness);
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
