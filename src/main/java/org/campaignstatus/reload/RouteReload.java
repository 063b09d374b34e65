package org.campaignstatus.reload;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.health.MessageHealthCheck;
import org.campaignstatus.metrics.Gauges;
import org.campaignstatus.metrics.MetricsRegistry;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.routefile.RouteCheck;
import org.campaignstatus.routefile.RouteFile;
import org.campaignstatus.routefile.RouteFiles;
import org.campaignstatus.routefile.RouteProblem;
import org.campaignstatus.runtime.DryRunContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the route files and has an edit count as soon as it has been saved. An edit is tried first, apart from the
 * running routes; one that is not good is rejected with one ERROR line, and the last good version goes on running.
 *
 * <p>Camel's own reload takes the running route away before it knows whether the new one is good, while messages are on
 * their way through it, and passes over what it cannot parse.
 */
public final class RouteReload extends MainListenerSupport {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.routes");

    private static final String REJECTED = "The edit of {} is rejected, the last good version goes on running: {}";

    /** Milliseconds between two looks. A file counts as saved when two of them see the same. */
    private static final long LOOK = 500;

    /** After an edit had to wait for what its routes are busy with, the milliseconds until it is tried again. */
    private static final long PAUSE = 10_000;

    private CamelContext context;
    private RouteReplacement swap;
    private ScheduledExecutorService watcher;

    /** What runs. */
    private SortedMap<String, String> running;

    /** What the last look saw. */
    private SortedMap<String, String> seen;

    /** What was dealt with, well or not. */
    private SortedMap<String, String> handled;

    /** Nanoseconds between two lines about the same problem of the same file. */
    private static final long REMINDER = TimeUnit.MINUTES.toNanos(1);

    /**
     * What is wrong with a file that does not count.
     *
     * @param text what it said then
     * @param problem what is wrong with it
     * @param logged when that was logged last, by {@link System#nanoTime}
     */
    private record Rejection(String text, String problem, long logged) {}

    private final Map<String, Rejection> rejections = new ConcurrentSkipListMap<>();

    /** How many edits were applied and rejected. */
    private final AtomicLong applied = new AtomicLong();

    private final AtomicLong rejected = new AtomicLong();

    /** Why the last look that saw nothing did not, so that it is said once. */
    private String trouble = "";

    private long notBefore = System.nanoTime();

    @Override
    public void beforeConfigure(BaseMainSupport main) {
        main.getCamelContext().addComponent("direct", new ReplaceableDirect());
    }

    /** What the start is about to load; an edit that is saved meanwhile is found by the first look. */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        context = main.getCamelContext();
        try {
            running = RouteFiles.read(context);
        } catch (Exception e) {
            throw new IllegalStateException(FailureMessage.line(e), e);
        }
        HealthCheckRegistry.get(context)
                .register(MessageHealthCheck.up(
                        "routes",
                        () -> rejection()
                                .map(problem ->
                                        "an edit is rejected, the last good version goes on running: " + problem)));
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarted(CamelContext started) {
                watch();
            }

            @Override
            public void onContextStopping(CamelContext stopping) {
                giveUp();
            }
        });
    }

    /** @return what is wrong with an edit that stands in a file and does not count */
    private Optional<String> rejection() {
        return rejections.values().stream().map(Rejection::problem).findFirst();
    }

    private void watch() {
        MeterRegistry metrics = context.getRegistry().lookupByNameAndType(MetricsRegistry.NAME, MeterRegistry.class);
        new Gauges(metrics).ofRoutes(applied::get, rejected::get, () -> !rejections.isEmpty());
        seen = running;
        handled = running;
        swap = new RouteReplacement(context);
        watcher = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "routes");
        watcher.scheduleWithFixedDelay(this::look, LOOK, LOOK, TimeUnit.MILLISECONDS);
    }

    /**
     * An edit that is under way is given up: what it holds back has to be finished by the stop. The stop waits for that,
     * because it would pass over a route that is put in after it has begun.
     */
    private void giveUp() {
        if (watcher != null) {
            context.getExecutorServiceManager().shutdownNow(watcher);
            try {
                context.getExecutorServiceManager().awaitTermination(watcher, PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void look() {
        try {
            SortedMap<String, String> now = RouteFiles.read(context);
            boolean saved = now.equals(seen);
            seen = now;
            if (saved && !now.equals(handled) && System.nanoTime() - notBefore >= 0) {
                handle(now);
            }
            remind();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // a file that is being replaced may be away at one look and there at the next
            LOG.debug("The route files cannot be read", e);
        } catch (Exception e) {
            String now = FailureMessage.line(e);
            if (!now.equals(trouble)) {
                trouble = now;
                LOG.error("The routes go on as they are: {}", now);
            }
        }
    }

    /** Applies what is good of an edit, and rejects the rest. */
    private void handle(SortedMap<String, String> now) throws Exception {
        Set<String> changed = changed(running, now);
        rejections.keySet().retainAll(changed);
        while (!changed.isEmpty()) {
            SortedMap<String, String> next = with(changed, now);
            Collection<RouteFile> files = new ArrayList<>();
            List<RouteProblem> problems = problems(next, changed, files);
            if (problems.isEmpty()) {
                if (!swap(files, next)) {
                    return;
                }
                break;
            }
            changed.removeAll(reject(changed, problems, now));
        }
        handled = now;
        rejections.keySet().retainAll(changed(running, now));
    }

    private List<RouteProblem> problems(
            SortedMap<String, String> next, Set<String> changed, Collection<RouteFile> files) throws Exception {
        List<RouteProblem> problems = new ArrayList<>(RouteFiles.parse(next, files));
        if (problems.isEmpty()) {
            files.stream()
                    .filter(file -> changed.contains(file.location()))
                    .forEach(file -> problems.addAll(lasting(file)));
        }
        if (problems.isEmpty()) {
            try (DryRunContext dryRun = DryRunContext.beside(context)) {
                problems.addAll(new RouteCheck(dryRun.context()).problems(files));
            }
        }
        return problems;
    }

    /** What could be put in, but never be taken away again. */
    private static List<RouteProblem> lasting(RouteFile file) {
        if (!file.isReplaceable()) {
            String text = "an edit of <" + file.root() + "> counts at the next start only";
            return List.of(new RouteProblem(file.location(), 0, text));
        }
        return file.routes().stream()
                .filter(route -> route.id().isEmpty())
                .map(route -> new RouteProblem(
                        file.location(), route.line(), "a route without an id: expected one, to replace it by"))
                .toList();
    }

    /** @return the locations at which the two differ */
    private static Set<String> changed(SortedMap<String, String> one, SortedMap<String, String> other) {
        Set<String> all = new TreeSet<>(one.keySet());
        all.addAll(other.keySet());
        all.removeIf(location -> Objects.equals(one.get(location), other.get(location)));
        return all;
    }

    private SortedMap<String, String> with(Set<String> changed, SortedMap<String, String> now) {
        SortedMap<String, String> next = new TreeMap<>(running);
        changed.forEach(location -> {
            if (now.containsKey(location)) {
                next.put(location, now.get(location));
            } else {
                next.remove(location);
            }
        });
        return next;
    }

    /** @return the files that are rejected: those that are to blame, or all if it is unknown which */
    private Set<String> reject(Set<String> changed, List<RouteProblem> problems, SortedMap<String, String> now) {
        Set<String> blamed = problems.stream()
                .map(RouteProblem::location)
                .filter(changed::contains)
                .collect(Collectors.toSet());
        Set<String> all = new HashSet<>(blamed.isEmpty() ? changed : blamed);
        for (String location : new TreeSet<>(all)) {
            List<RouteProblem> own = problems.stream()
                    .filter(problem -> blamed.isEmpty() || problem.location().equals(location))
                    .toList();
            String problem = own.get(0) + (own.size() > 1 ? " (and " + (own.size() - 1) + " more)" : "");
            reject(location, now.getOrDefault(location, ""), problem);
        }
        return all;
    }

    /** An edit that is as wrong as the one before, such as those of an editor that saves by itself, is logged once a minute. */
    private void reject(String location, String text, String problem) {
        Rejection before = rejections.get(location);
        if (before == null || !before.text().equals(text)) {
            rejected.incrementAndGet();
        }
        long now = System.nanoTime();
        boolean same = before != null && before.problem().equals(problem) && now - before.logged() < REMINDER;
        if (!same) {
            LOG.error(REJECTED, RouteFile.name(location), problem);
        }
        rejections.put(location, new Rejection(text, problem, same ? before.logged() : now));
    }

    /** Says once a minute what is still wrong. */
    private void remind() {
        rejections.forEach((location, rejection) -> reject(location, rejection.text(), rejection.problem()));
    }

    private boolean swap(Collection<RouteFile> next, SortedMap<String, String> texts) throws Exception {
        Collection<RouteFile> now = new ArrayList<>();
        RouteFiles.parse(running, now);
        Set<String> changed = changed(running, texts);
        try {
            if (!swap.swap(now, next, changed)) {
                notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE);
                return false;
            }
            running = texts;
            applied.incrementAndGet();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            String problem = FailureMessage.line(e);
            changed.forEach(location -> reject(location, texts.getOrDefault(location, ""), problem));
        }
        return true;
    }
}
