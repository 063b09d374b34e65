package org.campaignstatus.delivery;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows how many notifications failed at each server within the last minute. Thread-safe. */
public final class RecentFailures implements DeliveryListener {

    private static final int SECONDS = 60;

    /** How many servers are kept apart. */
    private static final int MOST_SERVERS = 1000;

    private static final String OTHERS = "other servers";

    private final Map<String, Minute> servers = new ConcurrentHashMap<>();
    private final Clock clock;

    /**
     * What failed at one server.
     *
     * @param failed how many within the last minute
     * @param words how the last one ended
     */
    public record Server(String name, int failed, String words) {}

    /** A count for each of the last sixty seconds. */
    private static final class Minute {
        private final long[] seconds = new long[SECONDS];
        private final int[] counts = new int[SECONDS];
        private String words;

        synchronized void add(long second, String outcome) {
            int at = (int) (second % SECONDS);
            counts[at] = seconds[at] == second ? counts[at] + 1 : 1;
            seconds[at] = second;
            words = outcome;
        }

        synchronized int sum(long second) {
            int sum = 0;
            for (int at = 0; at < SECONDS; at++) {
                sum += second - seconds[at] < SECONDS ? counts[at] : 0;
            }
            return sum;
        }

        synchronized String words() {
            return words;
        }
    }

    /** @param clock nobody sets it */
    public RecentFailures(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void ended(DeliveryAttempt attempt) {
        if (attempt.outcome().isOfReceiver()) {
            String server = attempt.delivery().receiver().server();
            Minute minute = servers.get(server);
            if (minute == null) {
                String name = servers.size() < MOST_SERVERS ? server : OTHERS;
                minute = servers.computeIfAbsent(name, same -> new Minute());
            }
            minute.add(clock.instant().getEpochSecond(), attempt.outcome().words());
        }
    }

    /** @return the servers where notifications failed, those with the most failures first; forgets all others */
    public List<Server> servers() {
        long now = clock.instant().getEpochSecond();
        servers.values().removeIf(minute -> minute.sum(now) == 0);
        return servers.entrySet().stream()
                .map(server -> new Server(
                        server.getKey(),
                        server.getValue().sum(now),
                        server.getValue().words()))
                .filter(server -> server.failed() > 0)
                .sorted(Comparator.comparingInt(Server::failed).reversed().thenComparing(Server::name))
                .toList();
    }
}
