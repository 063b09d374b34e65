package org.campaignstatus.reload;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.health.MessageHealthCheck;
import org.campaignstatus.metrics.Gauges;
import org.campaignstatus.metrics.MetricsRegistry;
import org.campaignstatus.routefile.FailureMessage;

/** Adds live reload of route files to the program; docs/decisions/0009-live-reload.md says why it is not Camel's own. */
public final class RouteReload extends MainListenerSupport {

    /** Milliseconds between two reads of the files. */
    private static final long POLL_INTERVAL = 500;

    /** Milliseconds that a stop of the program waits for an edit that is being applied. */
    private static final long STOP_TIMEOUT = 10_000;

    private CamelContext context;
    private RouteWatcher watcher;
    private ScheduledExecutorService executor;

    @Override
    public void beforeConfigure(BaseMainSupport main) {
        main.getCamelContext().addComponent("direct", new ReloadableDirect());
    }

    /** Reads the files right before the start loads them, so that an edit that is saved meanwhile is noticed. */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        context = main.getCamelContext();
        try {
            watcher = new RouteWatcher(context);
        } catch (Exception e) {
            throw new IllegalStateException(FailureMessage.line(e), e);
        }
        HealthCheckRegistry.get(context)
                .register(MessageHealthCheck.up(
                        "routes",
                        () -> watcher.rejected()
                                .problem()
                                .map(problem ->
                                        "an edit is rejected, the last good version stays in force: " + problem)));
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarted(CamelContext started) {
                start();
            }

            @Override
            public void onContextStopping(CamelContext stopping) {
                stop();
            }
        });
    }

    private void start() {
        MeterRegistry metrics = context.getRegistry().lookupByNameAndType(MetricsRegistry.NAME, MeterRegistry.class);
        RejectedEdits rejected = watcher.rejected();
        new Gauges(metrics).ofRoutes(watcher::applied, rejected::count, () -> !rejected.isEmpty());
        executor = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "routes");
        executor.scheduleWithFixedDelay(watcher::poll, POLL_INTERVAL, POLL_INTERVAL, TimeUnit.MILLISECONDS);
    }

    /**
     * Interrupts an edit that waits for messages in flight, and waits for one that is being applied: Camel's stop would
     * pass over a route that is added after it has begun.
     */
    private void stop() {
        if (executor != null) {
            context.getExecutorServiceManager().shutdownNow(executor);
            try {
                context.getExecutorServiceManager().awaitTermination(executor, STOP_TIMEOUT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
