package org.campaignstatus.reload;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
import org.apache.camel.support.PatternHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ScheduledBatchPollingConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.campaignstatus.lane.LaneComponent;
import org.campaignstatus.routefile.RouteFile;
import org.campaignstatus.routefile.RouteFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts new versions of routes in the place of those that run, while nothing is on its way through them: sources take no
 * more and finish what they have taken, then the lanes stand still for a moment. What arrives meanwhile waits in its queue,
 * inbox or lane.
 */
final class RouteReplacement {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.routes");

    /** Seconds that a route may take to finish what it has begun before it goes on as it is. */
    private static final long PATIENCE = 10;

    /** Milliseconds between two looks whether it has. */
    private static final long LOOK = 20;

    /** How long all lanes may stand still for those of a slow receiver. */
    private static final Duration STIR = Duration.ofSeconds(1);

    private final CamelContext context;
    private final Model model;
    private final RouteController controller;

    RouteReplacement(CamelContext context) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
        this.controller = context.getRouteController();
    }

    /**
     * @param now the files that run
     * @param next the files that shall run
     * @param changed the locations at which they differ
     * @return whether it was done; if not, a route has too much under way and everything is as it was
     * @throws Exception if the new routes cannot be started; then everything is as it was, too
     */
    boolean swap(Collection<RouteFile> now, Collection<RouteFile> next, Set<String> changed) throws Exception {
        Set<String> policies = policies(now, changed);
        policies.addAll(policies(next, changed));
        List<RouteFile> before = affected(now, changed, policies);
        List<RouteFile> after = affected(next, changed, policies);
        Set<String> ids = new LinkedHashSet<>();
        before.forEach(file -> file.routes().forEach(route -> ids.add(route.id())));
        List<Route> sources = ids.stream()
                .map(context::getRoute)
                .filter(route -> route != null && !RouteFiles.isCalled(route))
                .toList();
        LaneComponent lanes = context.getComponent("lane", LaneComponent.class);
        if (!stop(sources)) {
            return false;
        }
        try {
            lanes.pause(STIR);
            replace(before, after, ids);
        } finally {
            lanes.resume();
        }
        after.stream()
                .filter(file -> changed.contains(file.location()))
                .forEach(file -> LOG.info("{} counts as it was saved", file.name()));
        changed.stream()
                .filter(location ->
                        after.stream().noneMatch(file -> file.location().equals(location)))
                .forEach(location -> LOG.info("{} is gone, and what it said", RouteFile.name(location)));
        return true;
    }

    private static Set<String> policies(Collection<RouteFile> files, Set<String> changed) {
        return files.stream()
                .filter(file -> changed.contains(file.location()))
                .flatMap(file -> file.configurations().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The files that changed, and those whose routes follow a policy that did: Camel builds it into each of them. */
    private static List<RouteFile> affected(Collection<RouteFile> files, Set<String> changed, Set<String> policies) {
        return files.stream()
                .filter(file -> changed.contains(file.location())
                        || file.routes().stream().anyMatch(route -> follows(route, policies)))
                .sorted(Comparator.comparing(file -> file.configurations().isEmpty()))
                .toList();
    }

    /** A policy without an id is one for the routes that name none. */
    private static boolean follows(RouteFile.Route route, Set<String> policies) {
        return route.policies().isEmpty()
                ? policies.contains("")
                : route.policies().stream()
                        .anyMatch(wanted ->
                                policies.stream().anyMatch(policy -> PatternHelper.matchPattern(policy, wanted)));
    }

    /**
     * Camel's own stop of a route that gives up after a time leaves the consumer as it is then: suspended, and never to take
     * anything again. So a route is stopped only when nothing is on its way through it any more.
     */
    private boolean stop(List<Route> sources) throws Exception {
        List<Route> running = sources.stream()
                .filter(source -> controller.getRouteStatus(source.getId()).isStarted())
                .toList();
        running.forEach(RouteReplacement::suspend);
        Optional<Route> busy = busyAfterAWhile(running);
        if (busy.isPresent()) {
            running.forEach(RouteReplacement::resume);
            LOG.info(
                    "An edit waits until what route {} has begun is finished",
                    busy.get().getId());
            return false;
        }
        for (Route source : running) {
            controller.stopRoute(source.getId());
        }
        return true;
    }

    /** Some consumers have to run until they have nothing left; they say so. */
    private static void suspend(Route source) {
        Consumer consumer = source.getConsumer();
        boolean goesOn = consumer instanceof ShutdownAware aware
                && aware.deferShutdown(ShutdownRunningTask.CompleteCurrentTaskOnly);
        if (!goesOn) {
            ServiceHelper.suspendService(consumer);
        }
    }

    private static void resume(Route source) {
        Consumer consumer = source.getConsumer();
        if (consumer instanceof ScheduledBatchPollingConsumer batches) {
            // takes back that it shall complete the current task only
            batches.prepareShutdown(false, false);
        }
        ServiceHelper.resumeService(consumer);
    }

    private Optional<Route> busyAfterAWhile(List<Route> sources) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (true) {
            Optional<Route> busy = sources.stream().filter(this::isBusy).findFirst();
            if (busy.isEmpty() || System.nanoTime() - end >= 0) {
                return busy;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK);
        }
    }

    private boolean isBusy(Route source) {
        return source.getConsumer() instanceof ShutdownAware aware && aware.getPendingExchangesSize() > 0
                || context.getInflightRepository().size(source.getId()) > 0;
    }

    private void replace(List<RouteFile> before, List<RouteFile> after, Set<String> ids) throws Exception {
        remove(before, ids);
        try {
            load(after);
        } catch (Exception e) {
            after.forEach(file -> file.routes().forEach(route -> ids.add(route.id())));
            remove(after, ids);
            load(before);
            throw e;
        }
    }

    private void remove(List<RouteFile> files, Set<String> ids) throws Exception {
        for (String id : ids) {
            RouteDefinition route = model.getRouteDefinition(id);
            if (route != null) {
                model.removeRouteDefinition(route);
            }
        }
        Set<String> policies =
                files.stream().flatMap(file -> file.configurations().stream()).collect(Collectors.toSet());
        for (RouteConfigurationDefinition known : List.copyOf(model.getRouteConfigurationDefinitions())) {
            if (policies.contains(known.getId() == null ? "" : known.getId())) {
                model.removeRouteConfiguration(known);
            }
        }
    }

    /** Routes that are called come before those that call, and those before the sources. */
    private void load(List<RouteFile> files) throws Exception {
        List<Resource> resources = files.stream()
                .sorted(Comparator.comparing(RouteReplacement::isSource))
                .map(RouteFile::resource)
                .toList();
        PluginHelper.getRoutesLoader(context).updateRoutes(resources);
    }

    private static boolean isSource(RouteFile file) {
        return !file.routes().isEmpty() && file.line(line -> line.matches(".*<from\\s[^>]*uri=\"direct:.*")) == 0;
    }
}
