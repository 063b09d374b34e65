package org.campaignstatus.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.campaignstatus.notification.Delivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a WARN line for each notification that was not delivered; once a receiver has failed several times within a
 * minute, one line in all at the end of that minute. Thread-safe.
 */
public final class FailureLog implements DeliveryListener {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.notification");
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int LINES = 5;

    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private final Clock clock;

    /** What failed at one server within a minute. */
    private static final class Window {
        private final Instant end;
        private final Map<String, Integer> summarised = new TreeMap<>();
        private int lines;

        Window(Instant end) {
            this.end = end;
        }
    }

    /** @param clock nobody sets it */
    public FailureLog(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void ended(DeliveryAttempt attempt) {
        if (attempt.outcome().isOfReceiver()) {
            add(attempt.delivery(), attempt.outcome().words());
        }
    }

    void add(Delivery delivery, String outcome) {
        String server = delivery.receiver().server();
        windows.compute(server, (name, open) -> {
            Window window = open == null ? new Window(clock.instant().plus(WINDOW)) : open;
            if (window.lines < LINES) {
                window.lines++;
                LOG.warn("{}", line(delivery, outcome));
            } else {
                window.summarised.merge(outcome, 1, Integer::sum);
                LOG.debug("{}", line(delivery, outcome));
            }
            return window;
        });
    }

    /** Ends the minutes that are over. To be called about every second. */
    public void summarise() {
        endUpTo(clock.instant());
    }

    /** Ends every minute that has begun, because nobody will ask again. */
    public void summariseAll() {
        endUpTo(Instant.MAX);
    }

    private void endUpTo(Instant now) {
        for (String server : windows.keySet()) {
            windows.computeIfPresent(server, (name, window) -> {
                if (now.isBefore(window.end)) {
                    return window;
                }
                if (!window.summarised.isEmpty()) {
                    LOG.warn("{}", summary(server, window));
                }
                return null;
            });
        }
    }

    private static String line(Delivery delivery, String outcome) {
        return "%s for Campaign Group %s to %s failed: %s, not repeated"
                .formatted(
                        delivery.periodic() ? "Periodic notification" : "Notification",
                        delivery.campaignGroup(),
                        delivery.receiver(),
                        outcome);
    }

    private static String summary(String server, Window window) {
        int all =
                window.summarised.values().stream().mapToInt(Integer::intValue).sum();
        return "%d more notifications to %s failed within %d s: %s, not repeated"
                .formatted(
                        all,
                        server,
                        WINDOW.toSeconds(),
                        window.summarised.entrySet().stream()
                                .map(entry -> entry.getValue() + " times " + entry.getKey())
                                .collect(Collectors.joining(", ")));
    }
}
