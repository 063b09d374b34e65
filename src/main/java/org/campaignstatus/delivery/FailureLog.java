package org.campaignstatus.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.util.SlidingWindowCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a WARN line for each failed notification; once a server has failed several times within a minute, one summary at
 * the end of that minute. Counts the failures of the last minute for the health check. Thread-safe.
 */
public final class FailureLog implements DeliveryListener {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.notification");
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_LINES = 5;

    /** More servers than this are counted and logged as one. */
    private static final int MAX_SERVERS = 1000;

    private static final String OTHERS = "other servers";

    /** Servers named in the health check's message. */
    private static final int MAX_NAMED = 10;

    private final Map<String, Server> servers = new ConcurrentHashMap<>();
    private final Clock clock;

    /** The failures of one server. Modified inside {@link ConcurrentHashMap#compute} only. */
    private static final class Server {
        private final SlidingWindowCounter bySecond = new SlidingWindowCounter((int) WINDOW.toSeconds());
        private final Map<String, Integer> summarised = new TreeMap<>();
        private Instant windowEnd = Instant.MIN;
        private int lines;
        private volatile String last;
    }

    /**
     * The failures of a server within the last minute.
     *
     * @param last the outcome of the latest one
     */
    record Failures(String server, long count, String last) {}

    /** @param clock a monotonic clock */
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
        Instant now = clock.instant();
        String name = delivery.receiver().server();
        if (!servers.containsKey(name) && servers.size() >= MAX_SERVERS) {
            name = OTHERS;
        }
        servers.compute(name, (same, open) -> {
            Server server = open == null ? new Server() : open;
            server.bySecond.increment(now.getEpochSecond());
            server.last = outcome;
            if (server.windowEnd == Instant.MIN) {
                server.windowEnd = now.plus(WINDOW);
            }
            if (server.lines < MAX_LINES) {
                server.lines++;
                LOG.warn("{}", line(delivery, outcome));
            } else {
                server.summarised.merge(outcome, 1, Integer::sum);
                LOG.debug("{}", line(delivery, outcome));
            }
            return server;
        });
    }

    /** Logs the summaries of the minutes that are over. To be called about every second. */
    public void summarise() {
        endUpTo(clock.instant());
    }

    /** Logs the summaries of all minutes that have begun, at the end of the program. */
    public void summariseAll() {
        endUpTo(Instant.MAX);
    }

    private void endUpTo(Instant now) {
        for (String name : servers.keySet()) {
            servers.computeIfPresent(name, (same, server) -> {
                if (now.isBefore(server.windowEnd)) {
                    return server;
                }
                if (!server.summarised.isEmpty()) {
                    LOG.warn("{}", summary(name, server.summarised));
                }
                server.windowEnd = Instant.MIN;
                server.summarised.clear();
                server.lines = 0;
                return server.bySecond.sum(now.getEpochSecond()) == 0 ? null : server;
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

    private static String summary(String server, Map<String, Integer> outcomes) {
        return "%d more notifications to %s failed within %d s: %s, not repeated"
                .formatted(
                        outcomes.values().stream().mapToInt(Integer::intValue).sum(),
                        server,
                        WINDOW.toSeconds(),
                        outcomes.entrySet().stream()
                                .map(entry -> entry.getValue() + " times " + entry.getKey())
                                .collect(Collectors.joining(", ")));
    }

    /** @return a line for the health check; empty if no notification failed within the last minute */
    public Optional<String> recent() {
        List<Failures> recent = recentFailures();
        if (recent.isEmpty()) {
            return Optional.empty();
        }
        String named = recent.stream()
                .limit(MAX_NAMED)
                // the management server escapes slashes, twice
                .map(one -> one.count() + " to " + one.server().replace("://", " ") + ", last: " + one.last())
                .collect(Collectors.joining("; "));
        int others = recent.size() - MAX_NAMED;
        return Optional.of(
                "failed within the last minute: " + named + (others > 0 ? "; and " + others + " more servers" : ""));
    }

    /** @return those with the most failures first */
    List<Failures> recentFailures() {
        long now = clock.instant().getEpochSecond();
        return servers.entrySet().stream()
                .map(entry ->
                        new Failures(entry.getKey(), entry.getValue().bySecond.sum(now), entry.getValue().last))
                .filter(one -> one.count() > 0)
                .sorted(Comparator.comparingLong(Failures::count).reversed().thenComparing(Failures::server))
                .toList();
    }
}
