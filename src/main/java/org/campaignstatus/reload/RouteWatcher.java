package org.campaignstatus.reload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.routefile.RouteCheck;
import org.campaignstatus.routefile.RouteFile;
import org.campaignstatus.routefile.RouteFiles;
import org.campaignstatus.routefile.RouteProblem;
import org.campaignstatus.routefile.RouteWarnings;
import org.campaignstatus.runtime.DryRunContext;
import org.campaignstatus.util.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds edits of the route files, tries each in a context that starts nothing, and applies or rejects it. A version of the
 * files is from their locations to their texts. To be polled by one thread.
 */
final class RouteWatcher {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.routes");

    /** Milliseconds until an edit that had to wait for a busy source is tried again. */
    private static final long RETRY_DELAY = 10_000;

    private final CamelContext context;
    private final RouteReplacement replacement;
    private final RejectedEdits rejected = new RejectedEdits(LOG);
    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);
    private final AtomicLong applied = new AtomicLong();

    /** The version that runs, the one of the last poll, and the last one that was applied or rejected. */
    private SortedMap<String, String> running;

    private SortedMap<String, String> lastRead;
    private SortedMap<String, String> processed;

    /** From what could not be read in the last poll to the reason. */
    private SortedMap<String, String> lastUnreadable = new TreeMap<>();

    private long notBefore = System.nanoTime();

    /** @throws Exception if the files that are about to be loaded cannot be read */
    RouteWatcher(CamelContext context) throws Exception {
        this.context = context;
        replacement = new RouteReplacement(context);
        running = RouteFiles.read(context);
        lastRead = running;
        processed = running;
    }

    RejectedEdits rejected() {
        return rejected;
    }

    /** @return how many edits were applied */
    long applied() {
        return applied.get();
    }

    /**
     * Reads the files. What two polls in a row have read, or could not read, is complete: one that is being replaced may be
     * missing at one poll and present at the next.
     */
    void poll() {
        try {
            SortedMap<String, String> unreadable = new TreeMap<>();
            SortedMap<String, String> current = read(unreadable);
            boolean complete = current.equals(lastRead) && unreadable.equals(lastUnreadable);
            lastRead = current;
            lastUnreadable = unreadable;
            if (complete) {
                if (!current.equals(processed) && System.nanoTime() - notBefore >= 0) {
                    process(current);
                }
                unreadable.forEach((location, reason) -> rejected.reject(location, "", reason));
                Set<String> standing = changed(running, current);
                standing.addAll(unreadable.keySet());
                rejected.retain(standing);
            }
            rejected.remind();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // an Error, too: the executor would not poll again
            if (failures.isDue()) {
                LOG.error("Live reload failed, the running routes stay in force: {}", FailureMessage.line(e));
            }
        }
    }

    /**
     * @param unreadable gets, from what cannot be read to the reason
     * @return the files now, with the running version of those that cannot be read
     */
    private SortedMap<String, String> read(SortedMap<String, String> unreadable) throws Exception {
        SortedMap<String, String> current = RouteFiles.read(context, unreadable);
        if (unreadable.containsKey(RouteFiles.KEY)) {
            return running;
        }
        unreadable.keySet().stream()
                .filter(running::containsKey)
                .forEach(location -> current.put(location, running.get(location)));
        return current;
    }

    /** Applies the valid edits and rejects the others. */
    private void process(SortedMap<String, String> current) throws Exception {
        Set<String> changed = changed(running, current);
        while (!changed.isEmpty()) {
            SortedMap<String, String> next = with(changed, current);
            Collection<RouteFile> before = new ArrayList<>();
            Collection<RouteFile> after = new ArrayList<>();
            RouteFiles.parse(running, before);
            List<RouteProblem> problems = problems(before, next, after, changed);
            if (problems.isEmpty()) {
                if (!apply(before, after, next, changed)) {
                    notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_DELAY);
                    return;
                }
                break;
            }
            changed.removeAll(reject(changed, problems, current));
        }
        processed = current;
    }

    private List<RouteProblem> problems(
            Collection<RouteFile> before,
            SortedMap<String, String> next,
            Collection<RouteFile> after,
            Set<String> changed)
            throws Exception {
        List<RouteProblem> problems = new ArrayList<>(RouteFiles.parse(next, after));
        if (problems.isEmpty()) {
            Stream.concat(after.stream(), before.stream())
                    .filter(file -> changed.contains(file.location()))
                    .flatMap(file -> RouteReplacement.obstacles(file).stream())
                    .forEach(problems::add);
        }
        if (problems.isEmpty()) {
            try (DryRunContext dryRun = DryRunContext.beside(context)) {
                problems.addAll(new RouteCheck(dryRun.context()).problems(after));
            }
        }
        return problems;
    }

    /** @return the locations at which two versions differ */
    private static Set<String> changed(SortedMap<String, String> one, SortedMap<String, String> other) {
        Set<String> all = new TreeSet<>(one.keySet());
        all.addAll(other.keySet());
        all.removeIf(location -> Objects.equals(one.get(location), other.get(location)));
        return all;
    }

    /** @return the running version with those files as they are now */
    private SortedMap<String, String> with(Set<String> changed, SortedMap<String, String> current) {
        SortedMap<String, String> next = new TreeMap<>(running);
        next.keySet().removeAll(changed);
        changed.stream().filter(current::containsKey).forEach(location -> next.put(location, current.get(location)));
        return next;
    }

    /** @return the locations of the rejected edits: those with a problem, or all if it lies elsewhere */
    private Set<String> reject(Set<String> changed, List<RouteProblem> problems, SortedMap<String, String> current) {
        Set<String> faulty = problems.stream()
                .map(RouteProblem::location)
                .filter(changed::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = faulty.isEmpty() ? new TreeSet<>(changed) : faulty;
        for (String location : all) {
            List<RouteProblem> own = problems.stream()
                    .filter(problem -> faulty.isEmpty() || problem.location().equals(location))
                    .toList();
            String more = own.size() > 1 ? " (and " + (own.size() - 1) + " more)" : "";
            rejected.reject(location, current.getOrDefault(location, ""), own.get(0) + more);
        }
        return all;
    }

    /** @return false if it has to be tried again later */
    private boolean apply(
            Collection<RouteFile> before,
            Collection<RouteFile> after,
            SortedMap<String, String> next,
            Set<String> changed)
            throws InterruptedException {
        try {
            List<RouteProblem> known = RouteWarnings.of(context, before);
            if (!replacement.replace(before, after, changed)) {
                return false;
            }
            running = next;
            applied.incrementAndGet();
            changed.forEach(location -> LOG.info(
                    "Live reload: {} {}",
                    RouteFile.name(location),
                    next.containsKey(location) ? "applied" : "removed"));
            RouteWarnings.of(context, after).stream()
                    .filter(warning -> changed.contains(warning.location()) || !known.contains(warning))
                    .forEach(warning -> LOG.warn("{}", warning));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            String problem = FailureMessage.line(e);
            changed.forEach(location -> rejected.reject(location, next.getOrDefault(location, ""), problem));
        }
        return true;
    }
}
