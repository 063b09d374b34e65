package org.campaignstatus.runtime;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.database.Database;
import org.campaignstatus.database.EventIds;
import org.campaignstatus.delivery.DeadLetters;
import org.campaignstatus.delivery.FailureLog;
import org.campaignstatus.delivery.RouteErrorLog;
import org.campaignstatus.health.ConsumerThreads;
import org.campaignstatus.inbox.FolderLock;
import org.campaignstatus.inbox.IgnoredEntries;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.campaignstatus.jms.BrokerProbe;
import org.campaignstatus.lane.LaneComponent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.settings.DeadLetterTarget;
import org.campaignstatus.settings.FileProblem;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.util.MonotonicClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to happen when the routes start and stop, and in between. */
final class ApplicationLifecycle extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    /** How long notifications are still sent during a stop, so that a receiver in good health gets what was waiting. */
    private static final Duration LAST_TURNS = Duration.ofSeconds(5);

    /** Milliseconds for what is done every second to end. */
    private static final long EVERY_SECOND_END = 1_000;

    /** What a stop takes on top of that and of waiting for the answers that are under way. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** Seconds between two looks for what stands in an inbox and is never taken. */
    private static final long STRAY_ENTRIES = 5;

    private final Supplier<Configuration> configuration;
    private final FailureLog failures;
    private final RouteErrorLog routeErrors;
    private final DeadLetters failed;
    private final StateStore store;
    private final Database database;
    private final MonotonicClock clock;
    private final BrokerProbe probe;
    private final ConsumerThreads threads;
    private final List<FolderLock> folders = new ArrayList<>();
    private ScheduledExecutorService everySecond;
    private boolean prepared;

    ApplicationLifecycle(
            Supplier<Configuration> configuration,
            FailureLog failures,
            RouteErrorLog routeErrors,
            DeadLetters failed,
            StateStore store,
            Database database,
            MonotonicClock clock,
            BrokerProbe probe,
            ConsumerThreads threads) {
        this.configuration = configuration;
        this.failures = failures;
        this.routeErrors = routeErrors;
        this.failed = failed;
        this.store = store;
        this.database = database;
        this.clock = clock;
        this.probe = probe;
        this.threads = threads;
    }

    /** What a route leans on and cannot have stops the start. */
    @Override
    public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
        try {
            prepare(context);
        } catch (CannotStartException e) {
            throw new VetoCamelContextStartException(e.getMessage(), e, context, true);
        }
        Settings settings = configuration.get().settings();
        EventIds eventIds = new EventIds(database, clock, settings.get(SettingKeys.EVENT_IDS_DAYS));
        everySecond = context.getExecutorServiceManager().newScheduledThreadPool(this, "every-second", 2);
        everySecond.scheduleWithFixedDelay(failures::summarise, 1, 1, TimeUnit.SECONDS);
        everySecond.scheduleWithFixedDelay(routeErrors::summarise, 1, 1, TimeUnit.SECONDS);
        everySecond.scheduleWithFixedDelay(failed::summarise, 1, 1, TimeUnit.SECONDS);
        everySecond.scheduleWithFixedDelay(database::watch, 1, 1, TimeUnit.SECONDS);
        // a database that hangs keeps one of the two threads
        everySecond.scheduleWithFixedDelay(eventIds::forget, 1, 1, TimeUnit.SECONDS);
        everySecond.scheduleWithFixedDelay(threads::watch, 1, 1, TimeUnit.SECONDS);
        tellOfStrayEntries(settings, SettingKeys.LIFECYCLE_FILE, SettingKeys.LIFECYCLE_DIRECTORY);
        tellOfStrayEntries(settings, SettingKeys.STATISTICS_FILE, SettingKeys.STATISTICS_DIRECTORY);
    }

    /**
     * Takes what nobody else may have at the same time, unless that is done already.
     *
     * @throws CannotStartException if something is not to be had; then nothing is held any more
     */
    void prepare(CamelContext context) {
        if (prepared) {
            return;
        }
        Settings settings = configuration.get().settings();
        try {
            lock(settings, SettingKeys.LIFECYCLE_FILE, SettingKeys.LIFECYCLE_DIRECTORY);
            lock(settings, SettingKeys.STATISTICS_FILE, SettingKeys.STATISTICS_DIRECTORY);
            settings.get(SettingKeys.NOTIFICATION_FAILED)
                    .flatMap(DeadLetterTarget::folder)
                    .ifPresent(folder -> lock(SettingKeys.NOTIFICATION_FAILED, folder));
            open(settings);
            startBroker(context, settings);
            prepared = true;
        } catch (CannotStartException e) {
            release(context);
            throw e;
        } catch (Exception e) {
            release(context);
            throw new CannotStartException(FailureMessage.line(e));
        }
    }

    private void tellOfStrayEntries(Settings settings, Setting<Boolean> enabled, Setting<Path> directory) {
        if (settings.get(enabled)) {
            IgnoredEntries entries = new IgnoredEntries(settings.get(directory));
            everySecond.scheduleWithFixedDelay(entries::look, 1, STRAY_ENTRIES, TimeUnit.SECONDS);
        }
    }

    private void lock(Settings settings, Setting<Boolean> enabled, Setting<Path> directory) {
        if (settings.get(enabled)) {
            lock(directory, settings.get(directory));
        }
    }

    private void lock(Setting<?> key, Path folder) {
        try {
            folders.add(FolderLock.of(folder));
        } catch (IOException e) {
            throw new CannotStartException(
                    key + " is '" + folder + "': " + FileProblem.of(e).orElse(e.getMessage()));
        }
    }

    private void open(Settings settings) {
        try {
            store.open();
        } catch (StateUnavailableException e) {
            String url = settings.get(SettingKeys.DATABASE_URL);
            throw new CannotStartException(
                    SettingKeys.DATABASE_URL + " is '" + SettingKeys.DATABASE_URL.shown(url) + "': " + e.getMessage());
        }
    }

    /** Starts the embedded broker before a route connects to it. */
    private static void startBroker(CamelContext context, Settings settings) throws JMSException {
        ArtemisConnectionFactory broker = broker(context);
        if (broker != null && usesBroker(settings)) {
            broker.start();
        }
    }

    /** @return whether a route of those that are shipped needs the broker */
    static boolean usesBroker(Settings settings) {
        return settings.get(SettingKeys.LIFECYCLE_JMS)
                || settings.get(SettingKeys.STATISTICS_JMS)
                || settings.get(SettingKeys.NOTIFICATION_FAILED)
                        .filter(DeadLetterTarget::isQueue)
                        .isPresent();
    }

    @Override
    public void onContextStarted(CamelContext context) {
        probe.start();
        Settings settings = configuration.get().settings();
        LOG.info(
                "{} campaign groups in {}; notifications are {} and go to {} unless a campaign group says otherwise",
                configuration.get().campaignGroups().size(),
                settings.get(SettingKeys.CONFIGURATION_FILE),
                settings.get(SettingKeys.SEND_STATES) ? "on" : "off",
                settings.get(SettingKeys.STATES_URI).map(Receiver::shown).orElse("nobody"));
    }

    /**
     * Gives what is under way the time that its answer may take. What has not begun by then stays in its queue or inbox;
     * it must not begin so late that nobody is left to take note of it.
     */
    @Override
    public void onContextStopping(CamelContext context) {
        LaneComponent lanes = context.getComponent("lane", LaneComponent.class);
        CompletableFuture.delayedExecutor(LAST_TURNS.toMillis(), TimeUnit.MILLISECONDS)
                .execute(lanes::end);
        Duration timeout =
                configuration.get().longestResponseTimeout().plus(LAST_TURNS).plus(MARGIN);
        context.getShutdownStrategy().setTimeout(timeout.toSeconds());
        context.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
    }

    @Override
    public void onContextStopped(CamelContext context) {
        if (everySecond != null) {
            context.getExecutorServiceManager().shutdownGraceful(everySecond, EVERY_SECOND_END);
        }
        failures.summariseAll();
        routeErrors.summariseAll();
        failed.summariseAll();
        probe.stop();
        release(context);
    }

    private void release(CamelContext context) {
        ArtemisConnectionFactory broker = broker(context);
        if (broker != null) {
            broker.stop();
        }
        store.close();
        database.close();
        folders.forEach(FolderLock::close);
        folders.clear();
        prepared = false;
    }

    private static ArtemisConnectionFactory broker(CamelContext context) {
        return context.getRegistry().findSingleByType(ArtemisConnectionFactory.class);
    }
}
