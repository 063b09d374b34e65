package org.campaignstatus.reload;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RouteController;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ScheduledBatchPollingConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.campaignstatus.lane.LaneComponent;
import org.campaignstatus.routefile.RouteFile;
import org.campaignstatus.routefile.RouteFiles;
import org.campaignstatus.routefile.RouteProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces routes while no message is in flight in them: sources are suspended and finish what they have begun, then the
 * lanes pause if routes behind them are replaced. Input that arrives meanwhile waits in its queue, inbox or lane.
 */
final class RouteReplacement {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.routes");

    /** Seconds that a source may take to finish what it has begun. */
    private static final long DRAIN_TIMEOUT = 10;

    /** Milliseconds between two checks whether it has. */
    private static final long POLL_INTERVAL = 20;

    /** How long the lanes of all servers may pause for those of a slow one. */
    private static final Duration MAX_LANE_PAUSE = Duration.ofSeconds(1);

    private final CamelContext context;
    private final Model model;
    private final RouteController controller;

    RouteReplacement(CamelContext context) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
        this.controller = context.getRouteController();
    }

    /** @return why a file cannot be replaced while the program runs; empty if it can */
    static List<RouteProblem> obstacles(RouteFile file) {
        if (!file.isReplaceable()) {
            String what = file.root().isEmpty() ? "a file that is not XML" : "<" + file.root() + ">";
            String text = "an edit of " + what + " takes effect at the next start only";
            return List.of(new RouteProblem(file.location(), 0, text));
        }
        String text = "a route without an id: expected one, without it an edit takes effect at the next start only";
        return file.routes().stream()
                .filter(route -> route.id().isEmpty())
                .map(route -> new RouteProblem(file.location(), route.line(), text))
                .toList();
    }

    /**
     * @param now the files that run
     * @param next the files to run
     * @param changed the locations at which they differ
     * @return whether it was done; if not, a source was busy for too long and goes on
     * @throws Exception if the new routes cannot be started; then the old ones are back
     */
    boolean replace(Collection<RouteFile> now, Collection<RouteFile> next, Set<String> changed) throws Exception {
        // Camel builds an error policy into each route at its start
        boolean all = Stream.concat(now.stream(), next.stream())
                .anyMatch(file -> changed.contains(file.location())
                        && !file.configurations().isEmpty());
        List<RouteFile> before = select(now, changed, all);
        List<RouteFile> after = select(next, changed, all);
        List<RouteFile.Route> routes = Stream.concat(before.stream(), after.stream())
                .flatMap(file -> file.routes().stream())
                .toList();
        boolean behindLanes = routes.stream().anyMatch(RouteFile.Route::isCalled);
        LaneComponent lanes = context.getComponent("lane", LaneComponent.class);
        try {
            if (behindLanes && !routes.stream().allMatch(RouteFile.Route::isCalled)) {
                // slow receivers answer while the sources still run
                lanes.pause(MAX_LANE_PAUSE);
                lanes.resume();
            }
            if (!stopSources(before)) {
                return false;
            }
            if (behindLanes) {
                lanes.pause(MAX_LANE_PAUSE);
            }
            replace(before, after);
        } finally {
            lanes.resume();
        }
        return true;
    }

    private static List<RouteFile> select(Collection<RouteFile> files, Set<String> changed, boolean all) {
        return files.stream()
                .filter(file -> changed.contains(file.location())
                        || all && obstacles(file).isEmpty())
                .toList();
    }

    /**
     * Stops the sources among the routes once they are idle. A stop of a busy one could time out, and Camel would leave
     * its consumer suspended for good.
     */
    private boolean stopSources(List<RouteFile> files) throws Exception {
        List<Route> sources = files.stream()
                .flatMap(file -> file.routes().stream())
                .map(route -> context.getRoute(route.id()))
                .filter(route -> route != null
                        && !RouteFiles.isCalled(route)
                        && controller.getRouteStatus(route.getId()).isStarted())
                .toList();
        sources.forEach(RouteReplacement::suspend);
        Optional<Route> busy = awaitIdle(sources);
        if (busy.isPresent()) {
            sources.forEach(RouteReplacement::resume);
            LOG.info(
                    "Live reload waits for messages in flight in route {}",
                    busy.get().getId());
            return false;
        }
        for (Route source : sources) {
            controller.stopRoute(source.getId());
        }
        return true;
    }

    /** A consumer that defers its shutdown, such as that of {@code seda}, has to run until its queue is empty. */
    private static void suspend(Route source) {
        Consumer consumer = source.getConsumer();
        boolean defers = consumer instanceof ShutdownAware aware
                && aware.deferShutdown(ShutdownRunningTask.CompleteCurrentTaskOnly);
        if (!defers) {
            ServiceHelper.suspendService(consumer);
        }
    }

    private static void resume(Route source) {
        Consumer consumer = source.getConsumer();
        if (consumer instanceof ScheduledBatchPollingConsumer batches) {
            // deferShutdown has limited it to the current task
            batches.prepareShutdown(false, false);
        }
        ServiceHelper.resumeService(consumer);
    }

    /** @return a source that is still busy after the time-out; empty if all are idle */
    private Optional<Route> awaitIdle(List<Route> sources) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_TIMEOUT);
        while (true) {
            Optional<Route> busy = sources.stream().filter(this::isBusy).findFirst();
            if (busy.isEmpty() || System.nanoTime() - end >= 0) {
                return busy;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL);
        }
    }

    private boolean isBusy(Route source) {
        return source.getConsumer() instanceof ShutdownAware aware && aware.getPendingExchangesSize() > 0
                || context.getInflightRepository().size(source.getId()) > 0;
    }

    private void replace(List<RouteFile> before, List<RouteFile> after) throws Exception {
        remove(before);
        try {
            load(after);
        } catch (Exception | LinkageError e) {
            remove(after);
            load(before);
            throw e;
        }
    }

    private void remove(List<RouteFile> files) throws Exception {
        Set<String> configurations = new HashSet<>();
        for (RouteFile file : files) {
            configurations.addAll(file.configurations());
            for (RouteFile.Route route : file.routes()) {
                RouteDefinition definition = model.getRouteDefinition(route.id());
                if (definition != null) {
                    model.removeRouteDefinition(definition);
                }
            }
        }
        for (RouteConfigurationDefinition known : List.copyOf(model.getRouteConfigurationDefinitions())) {
            if (configurations.contains(known.getId() == null ? "" : known.getId())) {
                model.removeRouteConfiguration(known);
            }
        }
    }

    /** Starts the called routes before the sources: if one of them fails, no message has been taken yet. */
    private void load(List<RouteFile> files) throws Exception {
        List<Resource> resources = files.stream()
                .sorted(Comparator.comparing(RouteReplacement::isSource))
                .map(RouteFile::resource)
                .toList();
        PluginHelper.getRoutesLoader(context).updateRoutes(resources);
    }

    private static boolean isSource(RouteFile file) {
        return !file.routes().isEmpty() && file.routes().stream().noneMatch(RouteFile.Route::isCalled);
    }
}
