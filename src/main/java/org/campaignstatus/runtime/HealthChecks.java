package org.campaignstatus.runtime;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.campaignstatus.health.BrokerConnection;
import org.campaignstatus.health.ConsumerThreads;
import org.campaignstatus.health.MessageHealthCheck;

/** The health checks. Camel finds them in the registry. */
final class HealthChecks {

    private HealthChecks() {}

    static void bind(
            BeanBinder beans,
            CamelContext context,
            Supplier<Optional<String>> rejectedEdit,
            StateBeans state,
            DeliveryBeans delivery,
            InboxBeans inbox,
            JmsBeans jms,
            ConsumerThreads threads) {
        beans.bind("threads-health-check", MessageHealthCheck.liveness("threads", threads::problem));
        beans.bind(
                "broker-health-check",
                MessageHealthCheck.down("broker", new BrokerConnection(context, jms.broker())::problem));
        beans.bind("inbox-health-check", MessageHealthCheck.down("inbox", inbox::problem));
        beans.bind("quarantine-health-check", MessageHealthCheck.down("quarantine", jms.quarantine()::problem));
        beans.bind("database-health-check", MessageHealthCheck.down("database", state.database()::problem));
        beans.bind("receivers-health-check", MessageHealthCheck.up("receivers", delivery.failures()::recent));
        beans.bind("route-errors-health-check", MessageHealthCheck.up("route-errors", delivery.routeErrors()::recent));
        beans.bind(
                "configuration-health-check",
                MessageHealthCheck.up(
                        "configuration",
                        () -> rejectedEdit
                                .get()
                                .map(problem ->
                                        "an edit is rejected, the last good version stays in force: " + problem)));
    }
}
