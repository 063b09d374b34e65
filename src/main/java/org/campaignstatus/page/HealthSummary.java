package org.campaignstatus.page;

import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** Whether the program can do its work. */
final class HealthSummary {

    private final CamelContext context;

    /**
     * One check of the program's readiness.
     *
     * @param name what is checked
     * @param works whether it is as it should be
     * @param problem what is wrong, in one line; empty if nothing is, or nobody says
     */
    record Check(String name, boolean works, String problem) {}

    HealthSummary(CamelContext context) {
        this.context = context;
    }

    /** @return all checks, in the order of their names */
    List<Check> checks() {
        return HealthCheckHelper.invokeReadiness(context).stream()
                .map(HealthSummary::check)
                .sorted(Comparator.comparing(Check::name))
                .toList();
    }

    private static Check check(HealthCheck.Result result) {
        return new Check(
                result.getCheck().getId(),
                result.getState() != HealthCheck.State.DOWN,
                result.getMessage().orElse(""));
    }
}
