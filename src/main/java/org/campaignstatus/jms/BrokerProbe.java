package org.campaignstatus.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.support.service.ServiceSupport;
import org.campaignstatus.util.TimeLimiter;

/**
 * Connects to the broker every ten seconds, and every two while that fails. The clients of some vendors do not notify a
 * consumer that its broker is gone, and none does while the broker hangs.
 */
public final class BrokerProbe extends ServiceSupport {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);
    private static final long INTERVAL_AFTER_FAILURE = TimeUnit.SECONDS.toNanos(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final TimeLimiter limiter = new TimeLimiter(TIMEOUT);
    private final CamelContext context;
    private final BrokerState state;
    private final LongSupplier nanoTime;
    private ScheduledExecutorService everySecond;
    private long next;
    private boolean failed;
    private volatile int outages;

    public BrokerProbe(CamelContext context, BrokerState state, LongSupplier nanoTime) {
        this.context = context;
        this.state = state;
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    /** @return how often the broker was away and came back, for consumers that do not notice it */
    int outages() {
        return outages;
    }

    @Override
    protected void doStart() {
        everySecond = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "broker-probe");
        everySecond.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    protected void doStop() {
        context.getExecutorServiceManager().shutdownNow(everySecond);
    }

    private void look() {
        if (context.getRoutes().stream().noneMatch(route -> route.getConsumer() instanceof JmsConsumer)) {
            state.forgetAll();
            return;
        }
        if (nanoTime.getAsLong() - next < 0 || !(context.hasComponent("jms") instanceof JmsComponent jms)) {
            return;
        }
        ConnectionFactory factory = jms.getConfiguration().getConnectionFactory();
        if (factory == null) {
            return;
        }
        String problem;
        try {
            problem = limiter.call(() -> problem(factory));
        } catch (TimeoutException e) {
            problem = "no answer within " + TIMEOUT.toSeconds() + " s";
        }
        if (problem == null) {
            outages += failed ? 1 : 0;
            state.connected();
        } else if (isRunAllowed()) {
            state.noConnection(problem);
        }
        failed = problem != null;
        next = nanoTime.getAsLong() + (failed ? INTERVAL_AFTER_FAILURE : INTERVAL);
    }

    /** @return why the broker cannot be reached; null if it can */
    private static String problem(ConnectionFactory factory) {
        try (Connection connection = factory.createConnection()) {
            connection.createSession().close();
            return null;
        } catch (Exception | LinkageError e) {
            return BrokerState.reason(e);
        }
    }
}
