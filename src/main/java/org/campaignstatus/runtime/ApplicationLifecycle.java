package org.campaignstatus.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.database.EventIds;
import org.campaignstatus.health.ConsumerThreads;
import org.campaignstatus.inbox.IgnoredEntries;
import org.campaignstatus.inbox.InboxBackoff;
import org.campaignstatus.jms.BrokerProbe;
import org.campaignstatus.lane.LaneComponent;
import org.campaignstatus.routefile.DynamicEndpoints;
import org.campaignstatus.routefile.RouteWarnings;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.util.MonotonicClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops what runs beside the routes. */
final class ApplicationLifecycle extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");
    private static final Logger ROUTES = LoggerFactory.getLogger("campaignstatus.routes");

    /** During a stop, how long notifications that wait are still begun, for receivers that answer fast. */
    private static final Duration DRAIN_TIME = Duration.ofSeconds(5);

    /** The part of the shutdown timeout beside the drain time and the longest response timeout. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private static final long JOBS_SHUTDOWN_MILLIS = 1_000;

    private static final long INBOX_SECONDS = 5;

    private final ReloadableConfiguration configuration;
    private final MonotonicClock clock;
    private final StateBeans state;
    private final DeliveryBeans delivery;
    private final InboxBeans inbox;
    private final BrokerProbe probe;
    private final ConsumerThreads threads;
    private final ApplicationResources resources;
    private ScheduledExecutorService jobs;

    ApplicationLifecycle(
            ReloadableConfiguration configuration,
            MonotonicClock clock,
            StateBeans state,
            DeliveryBeans delivery,
            InboxBeans inbox,
            BrokerProbe probe,
            ConsumerThreads threads) {
        this.configuration = configuration;
        this.clock = clock;
        this.state = state;
        this.delivery = delivery;
        this.inbox = inbox;
        this.probe = probe;
        this.threads = threads;
        this.resources = new ApplicationResources(configuration.get().settings(), state);
    }

    /** @throws CannotStartException if something that the program needs cannot be opened */
    void open(CamelContext context) {
        DynamicEndpoints.missing(context).stream().findFirst().ifPresent(missing -> {
            throw new CannotStartException(missing.toString());
        });
        resources.open(context);
    }

    @Override
    public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
        try {
            open(context);
        } catch (CannotStartException e) {
            throw new VetoCamelContextStartException(e.getMessage(), e, context, true);
        }
        Settings settings = configuration.get().settings();
        EventIds eventIds = new EventIds(state.database(), clock, settings.get(SettingKeys.EVENT_IDS_DAYS));
        jobs = context.getExecutorServiceManager().newScheduledThreadPool(this, "every-second", 2);
        everySecond(delivery.failures()::summarise);
        everySecond(delivery.routeErrors()::summarise);
        everySecond(delivery.deadLetters()::summarise);
        everySecond(state.database()::watch);
        // a database that hangs keeps one of the two threads
        everySecond(eventIds::forget);
        everySecond(threads::watch);
        if (settings.get(SettingKeys.LIFECYCLE_FILE)) {
            watch(settings.get(SettingKeys.LIFECYCLE_DIRECTORY), inbox.lifecycle());
        }
        if (settings.get(SettingKeys.STATISTICS_FILE)) {
            watch(settings.get(SettingKeys.STATISTICS_DIRECTORY), inbox.statistics());
        }
    }

    private void everySecond(Runnable job) {
        jobs.scheduleWithFixedDelay(job, 1, 1, TimeUnit.SECONDS);
    }

    private void watch(Path folder, InboxBackoff backoff) {
        IgnoredEntries entries = new IgnoredEntries(folder, backoff);
        jobs.scheduleWithFixedDelay(entries::look, 1, INBOX_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onContextStarted(CamelContext context) {
        probe.start();
        try {
            RouteWarnings.of(context).forEach(warning -> ROUTES.warn("{}", warning));
        } catch (Exception e) {
            LOG.debug("The route files could not be looked at", e);
        }
    }

    /**
     * Gives requests in flight the time that their responses may take. What has not begun by the end of the drain time stays
     * in its queue or inbox: begun later, its outcome could come after the end of the shutdown timeout.
     */
    @Override
    public void onContextStopping(CamelContext context) {
        LaneComponent lanes = context.getComponent("lane", LaneComponent.class);
        CompletableFuture.delayedExecutor(DRAIN_TIME.toMillis(), TimeUnit.MILLISECONDS)
                .execute(lanes::end);
        Duration timeout =
                configuration.get().longestResponseTimeout().plus(DRAIN_TIME).plus(MARGIN);
        context.getShutdownStrategy().setTimeout(timeout.toSeconds());
        context.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
    }

    @Override
    public void onContextStopped(CamelContext context) {
        if (jobs != null) {
            context.getExecutorServiceManager().shutdownGraceful(jobs, JOBS_SHUTDOWN_MILLIS);
        }
        delivery.failures().summariseAll();
        delivery.routeErrors().summariseAll();
        delivery.deadLetters().summariseAll();
        probe.stop();
        resources.close(context);
    }
}
