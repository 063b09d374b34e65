package org.campaignstatus.runtime;

import java.time.Clock;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.delivery.DeadLetterQueue;
import org.campaignstatus.delivery.DeadLetters;
import org.campaignstatus.delivery.DeliveryAttempts;
import org.campaignstatus.delivery.FailureLog;
import org.campaignstatus.delivery.RequestHeaders;
import org.campaignstatus.delivery.RouteErrorLog;
import org.campaignstatus.delivery.RouteErrors;
import org.campaignstatus.http.ReceiverClient;
import org.campaignstatus.http.ReloadableTls;
import org.campaignstatus.metrics.Counts;
import org.campaignstatus.page.Traffic;
import org.campaignstatus.routing.DeliverySteps;
import org.campaignstatus.routing.NotificationFlow;
import org.campaignstatus.settings.DeadLetterTarget;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.util.MonotonicClock;

/** The delivery of notifications, and those that follow its outcomes. */
record DeliveryBeans(
        NotificationFlow flow,
        ReceiverClient client,
        DeadLetters deadLetters,
        FailureLog failures,
        RouteErrorLog routeErrors,
        Traffic traffic,
        Optional<ReloadableTls> tls) {

    static DeliveryBeans bind(
            BeanBinder beans,
            CamelContext context,
            ReloadableConfiguration configuration,
            MonotonicClock clock,
            Counts counts,
            NotificationBeans notifications) {
        Settings settings = configuration.get().settings();
        Clock wallClock = clock.wallClock();
        DeadLetters deadLetters = beans.bind("failedNotifications", DeadLetters.class, deadLetters(context, settings));
        FailureLog failures = new FailureLog(clock);
        Traffic traffic = new Traffic(clock);
        DeliveryAttempts attempts = new DeliveryAttempts(wallClock, counts, failures, traffic, deadLetters);
        RouteErrorLog routeErrors = new RouteErrorLog(System::nanoTime);
        NotificationFlow flow = new NotificationFlow(
                new RouteErrors(attempts, notifications::notification, routeErrors, counts::routeFailed), wallClock);
        Optional<ReloadableTls> tls = tls(context, settings);
        ReceiverClient client =
                new ReceiverClient(context, Application.version(), tls, settings.get(SettingKeys.CONNECTION_MAX_AGE));
        RequestHeaders headers = new RequestHeaders(wallClock);
        beans.bind("attempts", attempts);
        beans.bind("beginSending", DeliverySteps.begin(attempts, flow));
        beans.bind("describe", DeliverySteps.describe(headers));
        beans.bind("sign", DeliverySteps.sign(headers));
        beans.bind("answered", DeliverySteps.answered(attempts));
        beans.bind("receiverClient", client);
        return new DeliveryBeans(flow, client, deadLetters, failures, routeErrors, traffic, tls);
    }

    private static DeadLetters deadLetters(CamelContext context, Settings settings) {
        String target = settings.get(SettingKeys.NOTIFICATION_FAILED)
                .map(DeadLetterTarget::shown)
                .orElse("");
        return new DeadLetters(target, new DeadLetterQueue(context), System::nanoTime);
    }

    private static Optional<ReloadableTls> tls(CamelContext context, Settings settings) {
        ReloadableTls bound = context.getRegistry().findSingleByType(ReloadableTls.class);
        return bound != null ? Optional.of(bound) : ReloadableTls.of(settings);
    }
}
