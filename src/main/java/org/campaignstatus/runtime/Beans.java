package org.campaignstatus.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.health.ConsumerThreads;
import org.campaignstatus.health.TimeLimitedHealthChecks;
import org.campaignstatus.http.ReloadableTls;
import org.campaignstatus.input.Source;
import org.campaignstatus.lane.LaneComponent;
import org.campaignstatus.lane.LaneTarget;
import org.campaignstatus.lifecycle.Lifecycle;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.metrics.Counts;
import org.campaignstatus.metrics.Gauges;
import org.campaignstatus.metrics.MetricsRegistry;
import org.campaignstatus.page.EventHistory;
import org.campaignstatus.page.PageStart;
import org.campaignstatus.page.RejectedInput;
import org.campaignstatus.page.StatusPage;
import org.campaignstatus.routing.ErrorReporting;
import org.campaignstatus.routing.LifecycleSteps;
import org.campaignstatus.routing.NotificationSteps;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.util.MonotonicClock;

/**
 * Puts the beans that the routes name into the registry of any Camel context that has this jar on its class path. A bean
 * that is there already, because the site has one of its own, stays. Nothing is opened before the context starts.
 */
public final class Beans implements ContextServicePlugin {

    /** Lanes of campaign groups without a receiver that may run at once. They only wait for the database; each has a thread. */
    private static final int CONCURRENT_WITHOUT_RECEIVER = 50;

    private static final LaneTarget NO_RECEIVER = new LaneTarget("", CONCURRENT_WITHOUT_RECEIVER);

    @Override
    public void load(CamelContext context) {
        context.getCamelContextExtension()
                .addContextPlugin(HealthCheckRegistry.class, new TimeLimitedHealthChecks(context));
        BeanBinder beans = new BeanBinder(context.getRegistry());
        ReloadableConfiguration configuration = OtherRuntime.configuration(context);
        MonotonicClock clock = new MonotonicClock();
        MeterRegistry metrics = beans.bind(MetricsRegistry.NAME, MeterRegistry.class, MetricsRegistry.create());
        Counts counts = new Counts(metrics);
        countErrorsOfRoutes(context, counts);

        StateBeans state = StateBeans.bind(beans, configuration, clock);
        NotificationBeans notifications = NotificationBeans.bind(beans, configuration, clock);
        DeliveryBeans delivery = DeliveryBeans.bind(beans, context, configuration, clock, counts, notifications);
        ErrorReporting.install(context, delivery.flow());
        DialerBeans dialer = DialerBeans.bind(
                beans, context, configuration, state.store(), notifications.samples(), clock.wallClock(), counts);
        EventHistory events = new EventHistory();
        InboxBeans inbox = InboxBeans.bind(beans, counts);
        JmsBeans jms = JmsBeans.bind(beans, context, configuration, counts);
        LaneComponent lanes = new LaneComponent(
                group -> target(configuration.get(), group), state.locks(), delivery.flow()::leftLane);
        context.addComponent("lane", lanes);
        LifecycleSteps lifecycle = new LifecycleSteps(
                new Lifecycle(state.store(), events.andThen(counts::taken)), delivery.flow(), lanes::admit);
        beans.bind("lifecycle", lifecycle);
        beans.bind("addState", NotificationSteps.addState(lifecycle));
        ConsumerThreads threads = new ConsumerThreads(
                context, System::nanoTime, () -> Stream.concat(inbox.errors(), lanes.error().stream()));
        Supplier<Optional<String>> rejectedEdit = () -> configuration
                .rejection()
                .or(() -> delivery.tls().flatMap(ReloadableTls::rejection))
                .or(dialer.query()::rejection);
        HealthChecks.bind(beans, context, rejectedEdit, state, delivery, inbox, jms, threads);

        StateView view = state.view();
        Gauges gauges = new Gauges(metrics);
        gauges.ofCampaignGroups(configuration, view, notifications.statistics(), clock);
        gauges.ofConfiguration(configuration, rejectedEdit);
        gauges.ofLanes(lanes::load, lanes::skipped, delivery.client()::connections);
        gauges.ofFailed(delivery.deadLetters());
        gauges.ofBuild(Application.version());
        gauges.ofBroker(() -> jms.broker().problem().isPresent());
        gauges.ofDatabase(() -> state.database().problem().isPresent());
        gauges.ofStuckInput(Source.FILE, inbox::problem);
        gauges.ofStuckInput(Source.JMS, jms.quarantine()::problem);
        gauges.ofStuckInput(Source.SQL, dialer.snapshots()::problem);
        context.addLifecycleStrategy(
                new ApplicationLifecycle(configuration, clock, state, delivery, inbox, jms.probe(), threads));
        IngestBeans.bind(beans, context, configuration.get().settings(), clock.wallClock(), counts);
        context.addLifecycleStrategy(new PageStart(new StatusPage(
                context,
                clock,
                Application.version(),
                configuration,
                view,
                notifications.statistics(),
                delivery.traffic(),
                events,
                new RejectedInput(configuration.get().settings(), () -> jms.rejected(context, clock)),
                state.database())));
        context.addLifecycleStrategy(new StartSummary(configuration));
    }

    private static void countErrorsOfRoutes(CamelContext context, Counts counts) {
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                routes.forEach(route -> counts.addRoute(route.getRouteId()));
            }
        });
    }

    /** All campaign groups that have no receiver go to one server, which has no name. */
    private static LaneTarget target(Configuration configuration, int dbid) {
        return configuration
                .campaignGroups()
                .withDbid(dbid)
                .flatMap(group -> configuration
                        .receiver(group)
                        .map(receiver -> new LaneTarget(
                                receiver.server(), configuration.option(SettingKeys.CONNECTION_POOL_SIZE, group))))
                .orElse(NO_RECEIVER);
    }
}
