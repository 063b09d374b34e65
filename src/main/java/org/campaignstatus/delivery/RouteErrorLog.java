package org.campaignstatus.delivery;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.commons.lang3.StringUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an ERROR line for the first error of a step, and one summary of those that follow within a minute. Names the
 * failed steps of the last minute for the health check. Thread-safe.
 */
public final class RouteErrorLog {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.route");
    private static final long WINDOW_SECONDS = 60;
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

    /** Steps named in one line. */
    private static final int MAX_STEPS = 5;

    private final Map<String, Step> steps = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** The errors of one step since its minute began. Modified inside {@link ConcurrentHashMap#compute} only. */
    private static final class Step {
        private long begun;
        private long last;
        private String words;
        private int more;
        private int moreUnsent;
    }

    public RouteErrorLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param unsent the campaign group whose notification was not sent because of this; empty if there is none */
    void add(RouteError error, Optional<String> unsent) {
        long now = nanoTime.getAsLong();
        steps.compute(error.place(), (place, open) -> {
            Step step = open == null ? new Step() : open;
            if (open == null || (step.more == 0 && now - step.begun >= WINDOW)) {
                step.begun = now;
                LOG.error("{}", line(error, unsent));
            } else {
                step.more++;
                step.moreUnsent += unsent.isPresent() ? 1 : 0;
            }
            LOG.debug("{}", error.place(), error.problem());
            step.last = now;
            step.words = error.words();
            return step;
        });
    }

    /** Logs the summaries of the minutes that are over. To be called about every second. */
    public void summarise() {
        long now = nanoTime.getAsLong();
        for (String place : steps.keySet()) {
            steps.computeIfPresent(place, (same, step) -> {
                if (now - step.begun < WINDOW) {
                    return step;
                }
                logSummary(step);
                step.begun = now;
                return now - step.last < WINDOW ? step : null;
            });
        }
    }

    /** Logs the summaries of all minutes that have begun, at the end of the program. */
    public void summariseAll() {
        steps.values().forEach(RouteErrorLog::logSummary);
        steps.clear();
    }

    /** @return a line for the health check; empty if no step failed within the last minute */
    public Optional<String> recent() {
        long now = nanoTime.getAsLong();
        List<Step> recent = steps.values().stream()
                .filter(step -> now - step.last < WINDOW)
                .sorted(Comparator.comparing(step -> step.words))
                .toList();
        if (recent.isEmpty()) {
            return Optional.empty();
        }
        String words = String.join(
                "; ", recent.stream().limit(MAX_STEPS).map(step -> step.words).toList());
        int others = recent.size() - MAX_STEPS;
        return Optional.of(
                "failed within the last minute: " + words + (others > 0 ? "; and " + others + " more steps" : ""));
    }

    private static void logSummary(Step step) {
        if (step.more > 0) {
            LOG.error(
                    "{} within {} s, last: {}{}",
                    count(step.more, "more error"),
                    WINDOW_SECONDS,
                    step.words,
                    step.moreUnsent == 0 ? "" : "; not sent: " + count(step.moreUnsent, "notification"));
            step.more = 0;
            step.moreUnsent = 0;
        }
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String line(RouteError error, Optional<String> unsent) {
        String sentence = StringUtils.capitalize(error.words());
        return unsent.map(group -> sentence + "; the notification for Campaign Group " + group + " was not sent")
                .orElse(sentence);
    }
}
