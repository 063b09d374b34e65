package org.campaignstatus.reload;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.campaignstatus.routefile.RouteFile;
import org.campaignstatus.util.OncePerMinute;
import org.slf4j.Logger;

/** The edits that stand in route files and were rejected. One thread rejects; any may ask. */
final class RejectedEdits {

    private final Logger log;
    private final Map<String, Rejection> byLocation = new ConcurrentSkipListMap<>();
    private final AtomicLong count = new AtomicLong();

    /**
     * @param text the file's content
     * @param problem what is wrong with it, in one line
     * @param reminder when that is logged
     */
    private record Rejection(String text, String problem, OncePerMinute reminder) {}

    RejectedEdits(Logger log) {
        this.log = log;
    }

    /** Counts an edit once, and logs the same problem of a file, such as that of an editor that saves by itself, once a minute. */
    void reject(String location, String text, String problem) {
        Rejection last = byLocation.get(location);
        if (last == null || !last.text().equals(text)) {
            count.incrementAndGet();
        }
        OncePerMinute reminder =
                last != null && last.problem().equals(problem) ? last.reminder() : new OncePerMinute(System::nanoTime);
        byLocation.put(location, new Rejection(text, problem, reminder));
        remind(location);
    }

    /** Logs each problem that has not been logged for a minute. */
    void remind() {
        byLocation.keySet().forEach(this::remind);
    }

    private void remind(String location) {
        Rejection rejection = byLocation.get(location);
        if (rejection.reminder().isDue()) {
            log.error(
                    "Live reload: {} rejected, the last good version stays in force: {}",
                    RouteFile.name(location),
                    rejection.problem());
        }
    }

    /** Forgets the edits of all other files. */
    void retain(Collection<String> locations) {
        byLocation.keySet().retainAll(locations);
    }

    boolean isEmpty() {
        return byLocation.isEmpty();
    }

    /** @return what is wrong with one of them; empty if there is none */
    Optional<String> problem() {
        return byLocation.values().stream().map(Rejection::problem).findFirst();
    }

    /** @return how many edits were rejected since the start */
    long count() {
        return count.get();
    }
}
