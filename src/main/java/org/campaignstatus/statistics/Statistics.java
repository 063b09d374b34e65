package org.campaignstatus.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.campaignstatus.util.MonotonicClock;

/**
 * The latest statistics of the campaign groups, until they expire. An unknown statistic is null; none is ever NaN, expired or
 * of a previous load.
 *
 * <p>Each statistic carries its own time, and the later time wins, whatever the order of arrival. The time to complete is
 * records ready / speed, with the speed Δ records processed / Δ time between the last two samples; of a campaign group that
 * has neither a ready value nor such samples of its own it is Σ records ready / Σ speed over all its calling lists.
 *
 * <p>Thread-safe, with a lock for each campaign group. Statistics do not survive a restart.
 */
public final class Statistics {

    private final MonotonicClock clock;
    private final Duration maxAge;
    private final Map<Integer, CampaignGroupStatisticsState> campaignGroups = new ConcurrentHashMap<>();

    /**
     * @param maxAge statistics expire when they are older
     * @throws IllegalArgumentException if the age is not positive
     */
    public Statistics(MonotonicClock clock, Duration maxAge) {
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("longest age of statistics is " + maxAge + ": expected more than 0");
        }
        this.clock = clock;
        this.maxAge = maxAge;
    }

    public void accept(StatisticsSample sample) {
        state(sample.campaignGroup()).accept(sample);
    }

    /** Accepts several. */
    public void acceptAll(Collection<StatisticsSample> samples) {
        samples.forEach(this::accept);
    }

    /** @return the latest time, by the monotonic clock, of any statistic of a campaign group; empty if there is none */
    public Optional<Instant> newest(int campaignGroup) {
        return Optional.ofNullable(campaignGroups.get(campaignGroup)).map(CampaignGroupStatisticsState::newest);
    }

    /** @return whether the latest statistic of a campaign group has not expired */
    public boolean isCurrent(int campaignGroup) {
        Instant oldest = clock.instant().minus(maxAge);
        return newest(campaignGroup).filter(time -> !time.isBefore(oldest)).isPresent();
    }

    /** @return the wall clock's time of the latest statistic of a campaign group; empty if there is none */
    public Optional<Instant> newestByWallClock(int campaignGroup) {
        return newest(campaignGroup).map(clock::toWallClock);
    }

    /**
     * @param campaignGroup DBID
     * @param callingLists DBIDs of the configured calling lists
     * @param since when the campaign group was loaded, by the wall clock: earlier statistics are ignored; null if unknown
     * @return the latest statistics, with an entry for each configured calling list
     */
    public CampaignGroupStatistics of(int campaignGroup, Collection<Integer> callingLists, Instant since) {
        CampaignGroupStatisticsState state = campaignGroups.get(campaignGroup);
        return (state == null ? new CampaignGroupStatisticsState() : state)
                .show(new LinkedHashSet<>(callingLists), window(since));
    }

    CampaignGroupStatisticsState state(int campaignGroup) {
        return campaignGroups.computeIfAbsent(campaignGroup, dbid -> new CampaignGroupStatisticsState());
    }

    /** The time of a load in the future was stamped before the wall clock was set back, so the real one is unknown. */
    private ValidityWindow window(Instant since) {
        Instant now = clock.instant();
        Instant loaded = since == null ? null : clock.fromWallClock(since);
        return new ValidityWindow(now, loaded == null || loaded.isAfter(now) ? null : loaded, maxAge);
    }
}
