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
 * Makes a connection to the broker every ten seconds, and every two while it fails. The clients of some vendors do not tell
 * a consumer that its broker is gone, and one that waits for a mute broker cannot tell anybody. Thread-safe.
 */
public final class BrokerProbe extends ServiceSupport {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);
    private static final long INTERVAL_IN_TROUBLE = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(5);

    private final CamelContext context;
    private final BrokerState state;
    private final LongSupplier nanoTime;
    private ScheduledExecutorService everySecond;
    private ExecutorService connecting;

    /** When the last attempt began and ended; it is under way if it has no end. */
    private long begun;

    private boolean underWay;
    private boolean failed;
    private boolean never = true;
    private volatile int outages;

    public BrokerProbe(CamelContext context, BrokerState state, LongSupplier nanoTime) {
        this.context = context;
        this.state = state;
        this.nanoTime = nanoTime;
    }

    /** @return how often the broker was away and came back, for consumers that cannot tell by themselves */
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
            if (age > LONGEST_WAIT) {
                failed = true;
                state.noConnection("no answer for " + TimeUnit.NANOSECONDS.toSeconds(age) + " s");
            }
        } else if ((never || age > (failed ? INTERVAL_IN_TROUBLE : INTERVAL)) && isNeeded()) {
            ConnectionFactory factory = factory();
            if (factory != null) {
                never = false;
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
        // an answer that came too late is one of a broker that was away
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
