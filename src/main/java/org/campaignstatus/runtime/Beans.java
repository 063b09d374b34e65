package org.campaignstatus.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.database.Database;
import org.campaignstatus.database.JdbcStateRepository;
import org.campaignstatus.database.PostgresAdvisoryLocks;
import org.campaignstatus.database.PostgresStateStore;
import org.campaignstatus.database.SingleNodeStateStore;
import org.campaignstatus.database.TimeLimitedStateView;
import org.campaignstatus.delivery.DeadLetterQueue;
import org.campaignstatus.delivery.DeadLetters;
import org.campaignstatus.delivery.DeliveryAttempts;
import org.campaignstatus.delivery.FailureLog;
import org.campaignstatus.delivery.RequestHeaders;
import org.campaignstatus.delivery.RouteErrorLog;
import org.campaignstatus.delivery.RouteErrors;
import org.campaignstatus.health.BrokerConnection;
import org.campaignstatus.health.ConsumerThreads;
import org.campaignstatus.health.MessageHealthCheck;
import org.campaignstatus.health.TimeLimitedHealthChecks;
import org.campaignstatus.http.ReceiverClient;
import org.campaignstatus.http.ReloadableTls;
import org.campaignstatus.inbox.Inbox;
import org.campaignstatus.inbox.InboxBackoff;
import org.campaignstatus.inbox.InboxFile;
import org.campaignstatus.inbox.StableFileReadLock;
import org.campaignstatus.jms.BrokerProbe;
import org.campaignstatus.jms.BrokerState;
import org.campaignstatus.jms.JmsInputs;
import org.campaignstatus.jms.ListenerContainers;
import org.campaignstatus.jms.ManualAcknowledgeContainerFactory;
import org.campaignstatus.jms.Quarantine;
import org.campaignstatus.lane.GroupLocks;
import org.campaignstatus.lane.InOrderExecutor;
import org.campaignstatus.lane.LaneComponent;
import org.campaignstatus.lane.LaneTarget;
import org.campaignstatus.lifecycle.Lifecycle;
import org.campaignstatus.lifecycle.LifecycleEvents;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.metrics.Counts;
import org.campaignstatus.metrics.Gauges;
import org.campaignstatus.metrics.MetricsRegistry;
import org.campaignstatus.notification.ConfigurationEnricher;
import org.campaignstatus.notification.Notifications;
import org.campaignstatus.notification.StatisticsEnricher;
import org.campaignstatus.page.PageStart;
import org.campaignstatus.page.StatusPage;
import org.campaignstatus.page.Traffic;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.routing.DeliverySteps;
import org.campaignstatus.routing.FailedSteps;
import org.campaignstatus.routing.LifecycleSteps;
import org.campaignstatus.routing.NotificationFlow;
import org.campaignstatus.routing.UncaughtErrors;
import org.campaignstatus.settings.DeadLetterTarget;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.statistics.StatisticsReader;
import org.campaignstatus.util.MonotonicClock;

/**
 * Puts the beans that the routes name into the registry of any Camel context that has this jar on its class path. A bean
 * that is there already, because the site has one of its own, stays.
 */
public final class Beans implements ContextServicePlugin {

    /** What is sent nowhere waits for nobody. */
    private static final LaneTarget NOWHERE = new LaneTarget("", Integer.MAX_VALUE);

    @Override
    public void load(CamelContext context) {
        context.getCamelContextExtension()
                .addContextPlugin(HealthCheckRegistry.class, new TimeLimitedHealthChecks(context));
        MonotonicClock clock = new MonotonicClock();
        Clock wallClock = clock.wallClock();
        ReloadableConfiguration configuration = configuration(context);
        Statistics statistics =
                new Statistics(clock, configuration.get().settings().get(SettingKeys.STATISTICS_MAX_AGE));
        FailureLog failures = new FailureLog(clock);
        Traffic traffic = new Traffic(clock);
        bind(context, MetricsRegistry.NAME, MetricsRegistry.create());
        MeterRegistry metrics = context.getRegistry().lookupByNameAndType(MetricsRegistry.NAME, MeterRegistry.class);
        Counts counts = new Counts(metrics);
        Database database = new Database(
                configuration.get().settings().get(SettingKeys.DATABASE_URL),
                () -> context.getRegistry().lookupByNameAndType("dataSource", DataSource.class));
        bind(context, "stateStore", stateStore(database, configuration, clock));
        bind(context, "lifecycleEvents", new LifecycleEvents(configuration, wallClock));
        StateStore store = context.getRegistry().lookupByNameAndType("stateStore", StateStore.class);
        ConfigurationEnricher configurationEnricher = new ConfigurationEnricher(configuration);
        bind(context, "configuration", configurationEnricher);
        StatisticsEnricher statisticsEnricher = new StatisticsEnricher(statistics);
        bind(context, "statistics", statisticsEnricher);
        Notifications notifications = new Notifications();
        bind(context, "notifications", notifications);
        bind(context, "failedNotifications", failedNotifications(context, configuration));
        DeadLetters failed = context.getRegistry().lookupByNameAndType("failedNotifications", DeadLetters.class);
        DeliveryAttempts attempts = DryRunContext.isOn(context)
                ? new DeliveryAttempts(wallClock, failures)
                : new DeliveryAttempts(wallClock, counts, failures, traffic, failed);
        bind(context, "attempts", attempts);
        RouteErrorLog routeErrorLog = new RouteErrorLog(System::nanoTime);
        RouteErrors routeErrors = new RouteErrors(
                attempts,
                report -> Optional.ofNullable(configurationEnricher.enrich(report))
                        .map(statisticsEnricher::enrich)
                        .map(notifications::build),
                routeErrorLog,
                counts::routeFailed);
        NotificationFlow flow = new NotificationFlow(routeErrors, wallClock);
        follow(context, flow, counts);
        bind(context, "lifecycle", new LifecycleSteps(new Lifecycle(store, counts::taken), flow));
        bind(context, "beginSending", DeliverySteps.begin(attempts, flow));
        RequestHeaders headers = new RequestHeaders(wallClock);
        bind(context, "describe", DeliverySteps.describe(headers));
        bind(context, "sign", DeliverySteps.sign(headers));
        bind(context, "answered", DeliverySteps.answered(attempts));
        ReceiverClient client = new ReceiverClient(
                context,
                Application.version(),
                tls(context, configuration),
                configuration.get().settings().get(SettingKeys.CONNECTION_MAX_AGE));
        bind(context, "receiverClient", client);
        bind(
                context,
                "statisticsSamples",
                new StatisticsReader(
                        group -> OptionalInt.of(configuration
                                .get()
                                .campaignGroups()
                                .named(group)
                                .dbid()),
                        clock));
        bind(context, "knownStatistics", statistics);
        Inbox inbox = new Inbox(counts::rejected);
        bind(context, "inbox", inbox);
        bind(context, "takenOver", (Processor)
                exchange -> exchange.getProperty("file", InboxFile.class).accepted());
        InboxBackoff lifecycleTrouble = new InboxBackoff();
        bind(context, "lifecycleInboxTrouble", lifecycleTrouble);
        bind(context, "settledLifecycleFiles", new StableFileReadLock(lifecycleTrouble));
        InboxBackoff statisticsTrouble = new InboxBackoff();
        bind(context, "statisticsInboxTrouble", statisticsTrouble);
        bind(context, "settledStatisticsFiles", new StableFileReadLock(statisticsTrouble));
        bind(context, "inOrder", new InOrderExecutor());
        Quarantine quarantine = new Quarantine(counts::rejected, System::nanoTime);
        bind(context, "quarantine", quarantine);
        bind(context, "notQuarantined", (Processor) quarantine::failed);
        JmsInputs jmsInputs =
                new JmsInputs(SettingsSource.orderedQueue(configuration.get().settings()), quarantine);
        bind(context, "jmsInputs", jmsInputs);
        bind(context, "takeMessage", (Processor) jmsInputs::take);
        bind(context, "acknowledge", (Processor) jmsInputs::acknowledge);
        BrokerState broker = new BrokerState(System::nanoTime);
        BrokerProbe probe = new BrokerProbe(context, broker, System::nanoTime);
        ListenerContainers containers = new ListenerContainers(broker, probe);
        bind(context, "listenerContainers", containers);
        bind(context, "acknowledgedByRoute", new ManualAcknowledgeContainerFactory(false, containers));
        bind(
                context,
                "acknowledgedByRouteOfOneNode",
                new ManualAcknowledgeContainerFactory(database.canBeShared(), containers));
        bind(
                context,
                "broker-health-check",
                MessageHealthCheck.down("broker", new BrokerConnection(context, broker)::problem));
        bind(context, "quarantine-health-check", MessageHealthCheck.down("quarantine", quarantine::problem));
        bind(context, "database-health-check", MessageHealthCheck.down("database", database::problem));
        bind(
                context,
                "configuration-health-check",
                MessageHealthCheck.up(
                        "configuration",
                        () -> configuration
                                .rejection()
                                .map(problem ->
                                        "an edit is rejected, the last good version stays in force: " + problem)));
        bind(context, "receivers-health-check", MessageHealthCheck.up("receivers", failures::recent));
        bind(context, "route-errors-health-check", MessageHealthCheck.up("route-errors", routeErrorLog::recent));
        GroupLocks locks = database.canBeShared() ? new PostgresAdvisoryLocks(database) : GroupLocks.OF_ONE_NODE;
        LaneComponent lanes =
                new LaneComponent(group -> destination(configuration.get(), group), locks, flow::leftLane);
        context.addComponent("lane", lanes);
        ConsumerThreads threads = new ConsumerThreads(
                context,
                System::nanoTime,
                () -> Stream.of(lifecycleTrouble.error(), statisticsTrouble.error(), lanes.error())
                        .flatMap(Optional::stream));
        bind(context, "threads-health-check", MessageHealthCheck.liveness("threads", threads::problem));
        if (!DryRunContext.isOn(context)) {
            // those who look on must not hang with the database
            StateView view = database.canBeShared() ? new TimeLimitedStateView(store) : store;
            Gauges gauges = new Gauges(metrics);
            gauges.ofCampaignGroups(configuration, view, statistics, clock);
            gauges.ofConfiguration(configuration);
            gauges.ofLanes(lanes::load, lanes::skipped, client::connections);
            gauges.ofFailed(failed);
            gauges.ofBuild(Application.version());
            gauges.ofBroker(() -> broker.problem().isPresent());
            context.addLifecycleStrategy(new ApplicationLifecycle(
                    configuration, failures, routeErrorLog, failed, store, database, clock, probe, threads));
            context.addLifecycleStrategy(new PageStart(new StatusPage(
                    context, clock, Application.version(), configuration, view, statistics, traffic, database)));
        }
    }

    private static void follow(CamelContext context, NotificationFlow flow, Counts counts) {
        context.getCamelContextExtension().addInterceptStrategy(new FailedSteps(flow));
        context.getManagementStrategy().addEventNotifier(new UncaughtErrors(flow));
        context.getCamelContextExtension().setErrorHandlerFactory(withoutLog());
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                routes.forEach(route -> counts.addRoute(route.getRouteId()));
            }
        });
    }

    /** Camel's error handler for routes without a policy; what it would write for each message is reported in one line. */
    private static ErrorHandlerFactory withoutLog() {
        RedeliveryPolicyDefinition policy = new RedeliveryPolicyDefinition();
        policy.logExhausted(false).logStackTrace(false);
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setRedeliveryPolicy(policy);
        return handler;
    }

    private static StateStore stateStore(
            Database database, ReloadableConfiguration configuration, MonotonicClock clock) {
        return database.canBeShared()
                ? new PostgresStateStore(database, configuration, clock.wallClock())
                : new SingleNodeStateStore(new JdbcStateRepository(database, clock.wallClock()), configuration, clock);
    }

    private static DeadLetters failedNotifications(CamelContext context, ReloadableConfiguration configuration) {
        String place = configuration
                .get()
                .settings()
                .get(SettingKeys.NOTIFICATION_FAILED)
                .map(DeadLetterTarget::shown)
                .orElse("");
        return new DeadLetters(place, new DeadLetterQueue(context), System::nanoTime);
    }

    private static ReloadableConfiguration configuration(CamelContext context) {
        ReloadableConfiguration bound = context.getRegistry().findSingleByType(ReloadableConfiguration.class);
        if (bound != null) {
            return bound;
        }
        try {
            ReloadableConfiguration own =
                    new ReloadableConfiguration(Path.of("application.properties"), new ExternalOverrides());
            OtherRuntime.prepare(context, own.get().settings());
            return own;
        } catch (Exception e) {
            throw new IllegalStateException(FailureMessage.line(e), e);
        }
    }

    private static Optional<ReloadableTls> tls(CamelContext context, ReloadableConfiguration configuration) {
        ReloadableTls bound = context.getRegistry().findSingleByType(ReloadableTls.class);
        return bound != null
                ? Optional.of(bound)
                : ReloadableTls.of(configuration.get().settings());
    }

    private static LaneTarget destination(Configuration configuration, int dbid) {
        CampaignGroup group = configuration.campaignGroups().withDbid(dbid).orElse(null);
        Receiver receiver = group == null ? null : configuration.receiver(group).orElse(null);
        return receiver == null
                ? NOWHERE
                : new LaneTarget(receiver.server(), configuration.option(SettingKeys.CONNECTION_POOL_SIZE, group));
    }

    private static void bind(CamelContext context, String name, Object bean) {
        if (context.getRegistry().lookupByName(name) == null) {
            context.getRegistry().bind(name, bean);
        }
    }
}
