package org.campaignstatus.page;

import io.vertx.core.WorkerExecutor;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.metrics.MetricsServer;
import org.campaignstatus.settings.ListeningPort;
import org.campaignstatus.util.Hosts;

/** Adds the page and the metrics to the management server, if there is one, once the routes run. */
public final class PageStart extends LifecycleStrategySupport {

    private static final int THREADS = 2;

    /** Milliseconds. */
    private static final long WATCH_INTERVAL = 5_000;

    private final StatusPage page;

    public PageStart(StatusPage page) {
        this.page = page;
    }

    @Override
    public void onContextStarted(CamelContext context) {
        ListeningPort.ofManagement(context::resolvePropertyPlaceholders)
                .ifPresent(port -> context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                        .filter(VertxPlatformHttpRouter::isManagementServer)
                        .forEach(router -> serve(router, context, port.host())));
    }

    private void serve(VertxPlatformHttpRouter router, CamelContext context, String host) {
        WorkerExecutor executor = router.vertx().createSharedWorkerExecutor("page", THREADS);
        PageServer.serve(router, executor, page, new Hosts(host));
        WorkerExecutor watch = router.vertx().createSharedWorkerExecutor("page-watch", 1);
        router.vertx().setPeriodic(WATCH_INTERVAL, timer -> watch.executeBlocking(this::watch));
        MetricsServer.serve(router, router.vertx().createSharedWorkerExecutor("metrics", THREADS), context);
    }

    private Void watch() {
        page.watch();
        return null;
    }
}
