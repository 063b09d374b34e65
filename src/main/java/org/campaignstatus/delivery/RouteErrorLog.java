package org.campaignstatus.delivery;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an ERROR line for the first error of a step, and one line in all for those that follow within a minute. Knows
 * which steps have failed within the last minute. Thread-safe.
 */
public final class RouteErrorLog {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.route");
    private static final long WINDOW_SECONDS = 60;
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

    /** Steps named in one line. */
    private static final int MAX_STEPS = 5;

    private final Map<String, Step> steps = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** The errors of one step since the minute began. */
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
        steps.compute(error.place(), (place, known) -> {
            Step step = known == null ? new Step() : known;
            if (known == null || (step.more == 0 && now - step.begun >= WINDOW)) {
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

    /** Ends the minutes that are over. To be called about every second. */
    public void summarise() {
        long now = nanoTime.getAsLong();
        for (String place : steps.keySet()) {
            steps.computeIfPresent(place, (same, step) -> {
                if (now - step.begun < WINDOW) {
                    return step;
                }
                tellMore(step);
                step.begun = now;
                return now - step.last < WINDOW ? step : null;
            });
        }
    }

    /** Ends every minute that has begun, because nobody will ask again. */
    public void summariseAll() {
        steps.values().forEach(RouteErrorLog::tellMore);
        steps.clear();
    }

    /** @return which steps have failed within the last minute, and why; empty if none has */
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
        return Optional.of(words + (others > 0 ? "; and " + others + " more steps" : ""));
    }

    private static void tellMore(Step step) {
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
        String words = error.words();
        String sentence = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return unsent.map(group -> sentence + "; the notification for Campaign Group " + group + " was not sent")
                .orElse(sentence);
    }
}
