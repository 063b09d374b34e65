package org.campaignstatus;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.campaignstatus.lane.LaneComponent;
import org.campaignstatus.notification.FailureLog;
import org.campaignstatus.settings.Keys;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to happen when the routes start and stop, and in between. */
final class Running extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    /** How long notifications are still sent during a stop, so that a receiver in good health gets what was waiting. */
    private static final Duration LAST_TURNS = Duration.ofSeconds(5);

    /** What a stop takes on top of that and of waiting for the answers that are under way. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Supplier<Configuration> configuration;
    private final FailureLog failures;
    private ScheduledExecutorService everySecond;

    Running(Supplier<Configuration> configuration, FailureLog failures) {
        this.configuration = configuration;
        this.failures = failures;
    }

    /** Starts the embedded broker before a route connects to it, so that a broker that cannot start stops the start. */
    @Override
    public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
        Settings settings = configuration.get().settings();
        if (settings.get(Keys.LIFECYCLE_JMS) || settings.get(Keys.STATISTICS_JMS)) {
            try {
                ArtemisConnectionFactory broker = broker(context);
                if (broker != null) {
                    broker.start();
                }
            } catch (Exception e) {
                throw new VetoCamelContextStartException(e.getMessage(), e, context, true);
            }
        }
        everySecond = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "failures");
        everySecond.scheduleWithFixedDelay(failures::summarise, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void onContextStarted(CamelContext context) {
        Settings settings = configuration.get().settings();
        LOG.info(
                "{} campaign groups in {}; notifications are {} and go to {} unless a campaign group says otherwise",
                configuration.get().campaignGroups().size(),
                settings.get(Keys.CONFIGURATION_FILE),
                settings.get(Keys.SEND_STATES) ? "on" : "off",
                settings.get(Keys.STATES_URI).map(Receiver::shown).orElse("nobody"));
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
        failures.summariseAll();
        ArtemisConnectionFactory broker = broker(context);
        if (broker != null) {
            broker.stop();
        }
    }

    private static ArtemisConnectionFactory broker(CamelContext context) {
        return context.getRegistry().findSingleByType(ArtemisConnectionFactory.class);
    }
}
