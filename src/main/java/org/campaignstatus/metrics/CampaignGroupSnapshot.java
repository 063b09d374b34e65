package org.campaignstatus.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.statistics.Statistics;

/**
 * Values that need a look at every campaign group, taken at most every few seconds, without a lock that a notification might
 * wait for. Thread-safe.
 */
final class CampaignGroupSnapshot {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Supplier<Configuration> configuration;
    private final StateView states;
    private final Statistics statistics;
    private final Clock clock;
    private Instant taken;
    private Result last;

    /**
     * @param active number of active campaign groups by status
     * @param oldest the greatest age of a campaign group's latest statistics, in seconds; 0 without statistics
     * @param without number of active campaign groups without statistics
     * @param overdue seconds for which a periodic message has been due
     */
    record Result(Map<Status, Integer> active, double oldest, double without, double overdue) {

        static final Result UNKNOWN = new Result(Map.of(), Double.NaN, Double.NaN, Double.NaN);

        double active(Status status) {
            return this == UNKNOWN ? Double.NaN : active.getOrDefault(status, 0);
        }
    }

    /** @param clock a monotonic clock */
    CampaignGroupSnapshot(Supplier<Configuration> configuration, StateView states, Statistics statistics, Clock clock) {
        this.configuration = configuration;
        this.states = states;
        this.statistics = statistics;
        this.clock = clock;
    }

    synchronized Result get() {
        Instant now = clock.instant();
        if (taken == null || taken.isBefore(now.minus(FRESH))) {
            last = take(now);
            taken = now;
        }
        return last;
    }

    private Result take(Instant now) {
        try {
            return count(now, states.statuses(), seconds(states.overdue()));
        } catch (StateUnavailableException e) {
            return Result.UNKNOWN;
        }
    }

    private Result count(Instant now, IntFunction<Status> statuses, double overdue) {
        Map<Status, Integer> active = new EnumMap<>(Status.class);
        Instant oldest = now;
        int without = 0;
        Iterable<CampaignGroup> groups = configuration.get().campaignGroups().all()::iterator;
        for (CampaignGroup group : groups) {
            Status status = statuses.apply(group.dbid());
            if (status.isActive()) {
                active.merge(status, 1, Integer::sum);
                Optional<Instant> newest = statistics.newest(group.dbid());
                without += newest.isEmpty() ? 1 : 0;
                oldest = newest.filter(oldest::isAfter).orElse(oldest);
            }
        }
        return new Result(active, seconds(Duration.between(oldest, now)), without, overdue);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
