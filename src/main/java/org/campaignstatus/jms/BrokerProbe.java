package org.campaignstatus.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Connects to the broker every ten seconds, and every two while that fails. The clients of some vendors do not notify a
 * consumer that its broker is gone, and none does while the broker hangs. Thread-safe.
 */
public final class BrokerProbe extends ServiceSupport {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);
    private static final long INTERVAL_AFTER_FAILURE = TimeUnit.SECONDS.toNanos(2);
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(5);

    private final CamelContext context;
    private final BrokerState state;
    private final LongSupplier nanoTime;
    private ScheduledExecutorService everySecond;
    private ExecutorService connecting;

    /** When the last attempt began. */
    private long begun;

    private boolean underWay;
    private boolean failed;
    private volatile int outages;

    public BrokerProbe(CamelContext context, BrokerState state, LongSupplier nanoTime) {
        this.context = context;
        this.state = state;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong() - 2 * INTERVAL;
    }

    /** @return how often the broker was away and came back, for consumers that do not notice it */
    int outages() {
        return outages;
    }

    @Override
    protected void doStart() {
        everySecond = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "broker-probe");
        connecting = context.getExecutorServiceManager().newSingleThreadExecutor(this, "broker-probe-connection");
        everySecond.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    protected void doStop() {
        context.getExecutorServiceManager().shutdownNow(everySecond);
        context.getExecutorServiceManager().shutdownNow(connecting);
    }

    private synchronized void look() {
        long age = nanoTime.getAsLong() - begun;
        if (underWay) {
            if (age > TIMEOUT) {
                failed = true;
                state.noConnection("no answer for " + TimeUnit.NANOSECONDS.toSeconds(age) + " s");
            }
        } else if (age > (failed ? INTERVAL_AFTER_FAILURE : INTERVAL) && isNeeded()) {
            ConnectionFactory factory = factory();
            if (factory != null) {
                underWay = true;
                begun = nanoTime.getAsLong();
                connecting.execute(() -> connect(factory));
            }
        }
    }

    private boolean isNeeded() {
        return context.getRoutes().stream().anyMatch(route -> route.getConsumer() instanceof JmsConsumer);
    }

    private ConnectionFactory factory() {
        return context.hasComponent("jms") instanceof JmsComponent jms
                ? jms.getConfiguration().getConnectionFactory()
                : null;
    }

    private void connect(ConnectionFactory factory) {
        try (Connection connection = factory.createConnection()) {
            connection.createSession().close();
            ended(null);
        } catch (Exception | LinkageError e) {
            ended(e);
        }
    }

    private synchronized void ended(Throwable failure) {
        // a late answer counts as an outage, too
        if (failure == null && failed) {
            outages++;
        }
        underWay = false;
        failed = failure != null;
        if (failed) {
            state.noConnection(failure);
        } else {
            state.connected();
        }
    }
}
