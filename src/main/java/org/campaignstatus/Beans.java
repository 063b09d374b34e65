package org.campaignstatus;

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
import org.campaignstatus.clock.MonotonicClock;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.configuration.ConfigurationHealthCheck;
import org.campaignstatus.configuration.LiveConfiguration;
import org.campaignstatus.database.AdvisoryLocks;
import org.campaignstatus.database.Database;
import org.campaignstatus.database.DatabaseHealthCheck;
import org.campaignstatus.database.DatabaseLedger;
import org.campaignstatus.database.SeveralNodes;
import org.campaignstatus.database.TimeLimitedStateView;
import org.campaignstatus.health.TimeLimitedHealthChecks;
import org.campaignstatus.http.ReceiverClient;
import org.campaignstatus.http.SendingSteps;
import org.campaignstatus.http.StoredTls;
import org.campaignstatus.inbox.Inbox;
import org.campaignstatus.inbox.InboxFile;
import org.campaignstatus.inbox.InboxTrouble;
import org.campaignstatus.inbox.SettledFiles;
import org.campaignstatus.jms.AcknowledgedByRoute;
import org.campaignstatus.jms.BrokerHealthCheck;
import org.campaignstatus.jms.BrokerProbe;
import org.campaignstatus.jms.BrokerState;
import org.campaignstatus.jms.JmsInputs;
import org.campaignstatus.jms.ListenerContainers;
import org.campaignstatus.jms.Quarantine;
import org.campaignstatus.jms.QuarantineHealthCheck;
import org.campaignstatus.lane.Destination;
import org.campaignstatus.lane.InOrderExecutor;
import org.campaignstatus.lane.LaneComponent;
import org.campaignstatus.lane.Turns;
import org.campaignstatus.lifecycle.Lifecycle;
import org.campaignstatus.lifecycle.LifecycleEvents;
import org.campaignstatus.lifecycle.OneNode;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.metrics.Counts;
import org.campaignstatus.metrics.Gauges;
import org.campaignstatus.metrics.Registry;
import org.campaignstatus.notification.Attempts;
import org.campaignstatus.notification.CloudEvents;
import org.campaignstatus.notification.ConfigurationEnricher;
import org.campaignstatus.notification.FailedNotifications;
import org.campaignstatus.notification.FailureLog;
import org.campaignstatus.notification.Notifications;
import org.campaignstatus.notification.ReceiversHealthCheck;
import org.campaignstatus.notification.RecentFailures;
import org.campaignstatus.notification.RouteErrorLog;
import org.campaignstatus.notification.RouteErrors;
import org.campaignstatus.notification.RouteErrorsHealthCheck;
import org.campaignstatus.notification.Signatures;
import org.campaignstatus.notification.StatisticsEnricher;
import org.campaignstatus.page.PageStart;
import org.campaignstatus.page.StatusPage;
import org.campaignstatus.page.Traffic;
import org.campaignstatus.routing.FailedSteps;
import org.campaignstatus.routing.LifecycleSteps;
import org.campaignstatus.routing.NotificationFlow;
import org.campaignstatus.routing.UncaughtErrors;
import org.campaignstatus.settings.FailedPlace;
import org.campaignstatus.settings.Keys;
import org.campaignstatus.settings.Overrides;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.statistics.StatisticsReader;

/**
 * Puts the beans that the routes name into the registry of any Camel context that has this jar on its class path. A bean
 * that is there already, because the site has one of its own, stays.
 */
public final class Beans implements ContextServicePlugin {

    /** What is sent nowhere waits for nobody. */
    private static final Destination NOWHERE = new Destination("", Integer.MAX_VALUE);

    @Override
    public void load(CamelContext context) {
        context.getCamelContextExtension()
                .addContextPlugin(HealthCheckRegistry.class, new TimeLimitedHealthChecks(context));
        MonotonicClock clock = new MonotonicClock();
        Clock wallClock = clock.wallClock();
        LiveConfiguration configuration = configuration(context);
        Statistics statistics =
                new Statistics(clock, configuration.get().settings().get(Keys.STATISTICS_MAX_AGE));
        FailureLog failures = new FailureLog(clock);
        Traffic traffic = new Traffic(clock);
        RecentFailures recentFailures = new RecentFailures(clock);
        bind(context, Registry.NAME, Registry.create());
        MeterRegistry metrics = context.getRegistry().lookupByNameAndType(Registry.NAME, MeterRegistry.class);
        Counts counts = new Counts(metrics);
        Database database = new Database(
                configuration.get().settings().get(Keys.DATABASE_URL),
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
        FailedNotifications failed =
                context.getRegistry().lookupByNameAndType("failedNotifications", FailedNotifications.class);
        Attempts attempts = Trial.isOn(context)
                ? new Attempts(wallClock, failures)
                : new Attempts(wallClock, counts, failures, recentFailures, traffic, failed);
        bind(context, "attempts", attempts);
        RouteErrorLog routeErrorLog = new RouteErrorLog(System::nanoTime);
        RouteErrors routeErrors = new RouteErrors(
                attempts,
                report -> Optional.ofNullable(configurationEnricher.enrich(report))
                        .map(statisticsEnricher::enrich)
                        .map(notifications::build),
                routeErrorLog,
                counts);
        NotificationFlow flow = new NotificationFlow(routeErrors, wallClock);
        follow(context, flow, counts);
        bind(context, "lifecycle", new LifecycleSteps(new Lifecycle(store, counts), flow));
        bind(context, "beginSending", SendingSteps.begin(attempts, flow));
        bind(context, "describe", SendingSteps.describe(new CloudEvents()));
        bind(context, "sign", SendingSteps.sign(new Signatures(wallClock)));
        bind(context, "answered", SendingSteps.answered(attempts));
        ReceiverClient client = new ReceiverClient(
                context,
                CampaignGroupStatus.version(),
                tls(context, configuration),
                configuration.get().settings().get(Keys.CONNECTION_MAX_AGE));
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
        Inbox inbox = new Inbox(counts);
        bind(context, "inbox", inbox);
        bind(context, "takenOver", (Processor)
                exchange -> inbox.takenOver(exchange.getProperty("file", InboxFile.class)));
        InboxTrouble lifecycleTrouble = new InboxTrouble();
        bind(context, "lifecycleInboxTrouble", lifecycleTrouble);
        bind(context, "settledLifecycleFiles", new SettledFiles(lifecycleTrouble));
        InboxTrouble statisticsTrouble = new InboxTrouble();
        bind(context, "statisticsInboxTrouble", statisticsTrouble);
        bind(context, "settledStatisticsFiles", new SettledFiles(statisticsTrouble));
        bind(context, "inOrder", new InOrderExecutor());
        Quarantine quarantine = new Quarantine(counts, System::nanoTime);
        bind(context, "quarantine", quarantine);
        bind(context, "notQuarantined", (Processor) quarantine::failed);
        JmsInputs jmsInputs = new JmsInputs(
                CampaignGroupStatus.orderedQueue(configuration.get().settings()), quarantine);
        bind(context, "jmsInputs", jmsInputs);
        bind(context, "takeMessage", (Processor) jmsInputs::take);
        bind(context, "acknowledge", (Processor) jmsInputs::acknowledge);
        BrokerState broker = new BrokerState(System::nanoTime);
        BrokerProbe probe = new BrokerProbe(context, broker, System::nanoTime);
        ListenerContainers containers = new ListenerContainers(broker, probe);
        bind(context, "listenerContainers", containers);
        bind(context, "acknowledgedByRoute", new AcknowledgedByRoute(false, containers));
        bind(context, "acknowledgedByRouteOfOneNode", new AcknowledgedByRoute(database.canBeShared(), containers));
        bind(context, "broker-health-check", new BrokerHealthCheck(context, broker));
        bind(context, "quarantine-health-check", new QuarantineHealthCheck(quarantine));
        bind(context, "database-health-check", new DatabaseHealthCheck(database));
        bind(context, "configuration-health-check", new ConfigurationHealthCheck(configuration));
        bind(context, "receivers-health-check", new ReceiversHealthCheck(recentFailures));
        bind(context, "route-errors-health-check", new RouteErrorsHealthCheck(routeErrorLog));
        Turns turns = database.canBeShared() ? new AdvisoryLocks(database) : Turns.OF_ONE_NODE;
        LaneComponent lanes =
                new LaneComponent(group -> destination(configuration.get(), group), turns, flow::leftLane);
        context.addComponent("lane", lanes);
        WorkingThreads threads = new WorkingThreads(context, System::nanoTime);
        bind(
                context,
                "threads-health-check",
                new ThreadsHealthCheck(
                        threads,
                        () -> Stream.of(lifecycleTrouble.error(), statisticsTrouble.error(), lanes.error())
                                .flatMap(Optional::stream)));
        if (!Trial.isOn(context)) {
            // those who look on must not hang with the database
            StateView view = database.canBeShared() ? new TimeLimitedStateView(store) : store;
            Gauges gauges = new Gauges(metrics);
            gauges.ofCampaignGroups(configuration, view, statistics, clock);
            gauges.ofConfiguration(configuration);
            gauges.ofLanes(lanes::load, lanes::skipped, client::use);
            gauges.ofFailed(failed);
            gauges.ofBuild(CampaignGroupStatus.version());
            gauges.ofBroker(() -> broker.problem().isPresent());
            context.addLifecycleStrategy(new Running(
                    configuration, failures, routeErrorLog, failed, store, database, clock, probe, threads));
            context.addLifecycleStrategy(new PageStart(new StatusPage(
                    clock, CampaignGroupStatus.version(), configuration, view, statistics, traffic, database)));
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

    private static StateStore stateStore(Database database, LiveConfiguration configuration, MonotonicClock clock) {
        return database.canBeShared()
                ? new SeveralNodes(database, configuration, clock.wallClock())
                : new OneNode(new DatabaseLedger(database, clock.wallClock()), configuration, clock);
    }

    private static FailedNotifications failedNotifications(CamelContext context, LiveConfiguration configuration) {
        String place = configuration
                .get()
                .settings()
                .get(Keys.NOTIFICATION_FAILED)
                .map(FailedPlace::shown)
                .orElse("");
        return new FailedNotifications(place, new FailedQueue(context), System::nanoTime);
    }

    private static LiveConfiguration configuration(CamelContext context) {
        LiveConfiguration bound = context.getRegistry().findSingleByType(LiveConfiguration.class);
        if (bound != null) {
            return bound;
        }
        try {
            LiveConfiguration own = new LiveConfiguration(Path.of("application.properties"), new Overrides());
            OtherRuntime.prepare(context, own.get().settings());
            return own;
        } catch (Exception e) {
            throw new IllegalStateException(StartFailure.line(e), e);
        }
    }

    private static Optional<StoredTls> tls(CamelContext context, LiveConfiguration configuration) {
        StoredTls bound = context.getRegistry().findSingleByType(StoredTls.class);
        return bound != null
                ? Optional.of(bound)
                : StoredTls.of(configuration.get().settings());
    }

    private static Destination destination(Configuration configuration, int dbid) {
        CampaignGroup group = configuration.campaignGroups().withDbid(dbid).orElse(null);
        Receiver receiver = group == null ? null : configuration.receiver(group).orElse(null);
        return receiver == null
                ? NOWHERE
                : new Destination(receiver.server(), configuration.option(Keys.CONNECTION_POOL_SIZE, group));
    }

    private static void bind(CamelContext context, String name, Object bean) {
        if (context.getRegistry().lookupByName(name) == null) {
            context.getRegistry().bind(name, bean);
        }
    }
}
