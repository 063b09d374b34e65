package org.campaignstatus.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.CampaignGroups;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.delivery.Outcome;
import org.campaignstatus.delivery.OutcomeClass;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.notification.Notification;
import org.campaignstatus.notification.Notifications;
import org.campaignstatus.routefile.RouteCheck;
import org.campaignstatus.routefile.RouteFiles;
import org.campaignstatus.routefile.RouteProblem;
import org.campaignstatus.runtime.DryRunContext;
import org.campaignstatus.settings.Receiver;

/**
 * Sends one notification that is marked as a test through the route post, in a context in which no source is started: its
 * values are made up, and a running program and its database have no part in it.
 */
final class TestSend {

    private final String asked;
    private final PrintWriter out;

    /** @param asked DBID or name of the campaign group; digits are a DBID first */
    TestSend(String asked, PrintWriter out) {
        this.asked = asked;
        this.out = out;
    }

    /** @return whether the receiver accepted it; the outcome is written */
    boolean send(Path applicationProperties, UnaryOperator<String> overrides) throws Exception {
        try (DryRunContext dryRun =
                DryRunContext.of(new ReloadableConfiguration(applicationProperties, overrides), Set.of())) {
            CamelContext context = dryRun.context();
            if (!load(context)) {
                return false;
            }
            Configuration configuration = context.getRegistry()
                    .findSingleByType(ReloadableConfiguration.class)
                    .get();
            Notification test = notification(context, configuration);
            return test != null && send(context, test);
        } catch (InvalidInputException e) {
            boolean saysWhat = e.getMessage().endsWith("expected a DBID");
            out.println(
                    e.getMessage() + (saysWhat ? "" : ": expected the DBID or the name of one in the configuration"));
            return false;
        }
    }

    private CampaignGroup campaignGroup(CampaignGroups configured) {
        Optional<CampaignGroup> withDbid;
        try {
            withDbid = configured.withDbid(Integer.parseInt(asked));
        } catch (NumberFormatException e) {
            withDbid = Optional.empty();
        }
        return withDbid.orElseGet(() -> configured.named(asked));
    }

    /** Starts the routes that are called by others, and so no source. */
    private boolean load(CamelContext context) throws Exception {
        List<RouteProblem> problems = new RouteCheck(context).problems(RouteFiles.read(context));
        problems.forEach(out::println);
        if (!problems.isEmpty()) {
            return false;
        }
        for (Route route : context.getRoutes()) {
            if (RouteFiles.isCalled(route)) {
                context.getRouteController().startRoute(route.getId());
            }
        }
        return true;
    }

    private Notification notification(CamelContext context, Configuration configuration) {
        Notifications notifications = context.getRegistry().lookupByNameAndType("notifications", Notifications.class);
        Notification test = notifications
                .test(
                        configuration,
                        campaignGroup(configuration.campaignGroups()),
                        Clock.systemUTC().instant())
                .orElse(null);
        if (test == null) {
            out.println("Nothing is sent for campaign group " + asked
                    + ": expected send-campaigngroup-states = true and a campaigngroup-states-uri");
        }
        return test;
    }

    private boolean send(CamelContext context, Notification test) throws Exception {
        Receiver receiver = test.delivery().receiver();
        out.printf(
                "POST %s HTTP/1.1 to %s about campaign group %s (dbid %s), marked as a test%n",
                receiver.target().replaceFirst("\\?.*", "?***"),
                receiver.server(),
                test.campaignGroupName(),
                test.campaignGroupDbid());
        out.flush();
        long begin = System.nanoTime();
        Exchange exchange;
        try (ProducerTemplate template = context.createProducerTemplate()) {
            exchange = template.send("direct:post", sent -> sent.getMessage().setBody(test));
        }
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        Outcome outcome = outcome(exchange);
        out.printf("%s: %s, after %d ms%n", outcome.delivered() ? "delivered" : "not delivered", outcome.words(), took);
        return outcome.delivered();
    }

    private static Outcome outcome(Exchange exchange) {
        Exception problem = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (problem != null) {
            return Outcome.failed(problem);
        }
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return status == null
                ? new Outcome(OutcomeClass.OTHER, "the route post ended before its request")
                : Outcome.answered(status);
    }
}
