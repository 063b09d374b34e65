package org.campaignstatus.statistics;

import static org.campaignstatus.statistics.Statistic.BUSY_FACTOR;
import static org.campaignstatus.statistics.Statistic.HIT_RATIO;
import static org.campaignstatus.statistics.Statistic.OVERDIAL_RATE;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What is known about one campaign group and its calling lists; a few hundred bytes for each. Beyond
 * {@value #MOST_CALLING_LISTS} calling lists the one heard of longest ago is forgotten. Thread-safe: one lock, its own.
 */
final class CampaignGroupStatisticsState {

    static final int MOST_CALLING_LISTS = 1000;

    private final Map<Integer, LatestStatistics> callingLists = new LinkedHashMap<>();
    private final LatestStatistics group = new LatestStatistics();
    private Instant newest = Instant.MIN;

    synchronized void accept(StatisticsSample sample) {
        if (sample.time().isAfter(newest)) {
            newest = sample.time();
        }
        group.accept(sample.figures(), sample.time());
        sample.callingLists().forEach((dbid, figures) -> callingList(dbid).accept(figures, sample.time()));
    }

    /** @return the latest time of any statistic; {@link Instant#MIN} if there is none */
    synchronized Instant newest() {
        return newest;
    }

    synchronized CampaignGroupStatistics show(Set<Integer> configured, ValidityWindow window) {
        Map<Integer, CallingListStatistics> lists = new LinkedHashMap<>();
        configured.forEach(dbid -> lists.put(dbid, callingList(dbid, window)));
        OptionalDouble timeToComplete = group.timeToComplete(window);
        return new CampaignGroupStatistics(
                orNull(group.value(BUSY_FACTOR, window)),
                orNull(group.value(HIT_RATIO, window)),
                orNull(group.value(OVERDIAL_RATE, window)),
                orNull(timeToComplete.isPresent() ? timeToComplete : timeToComplete(configured, window)),
                lists);
    }

    /** @return the calling list, moved to the end of the line of those to forget */
    private LatestStatistics callingList(int dbid) {
        LatestStatistics known = callingLists.remove(dbid);
        if (known == null && callingLists.size() == MOST_CALLING_LISTS) {
            Iterator<LatestStatistics> longestAgo = callingLists.values().iterator();
            longestAgo.next();
            longestAgo.remove();
        }
        LatestStatistics kept = known == null ? new LatestStatistics() : known;
        callingLists.put(dbid, kept);
        return kept;
    }

    private CallingListStatistics callingList(int dbid, ValidityWindow window) {
        LatestStatistics list = callingLists.get(dbid);
        return list == null
                ? CallingListStatistics.UNKNOWN
                : new CallingListStatistics(orNull(list.value(HIT_RATIO, window)), orNull(list.timeToComplete(window)));
    }

    /**
     * Σ records ready / Σ speed over the configured calling lists; one without progress adds its records and no speed.
     * Counts that are not later than a message that said unknown do not count.
     */
    private OptionalDouble timeToComplete(Set<Integer> configured, ValidityWindow window) {
        double ready = 0;
        double speed = 0;
        for (int dbid : configured) {
            LatestStatistics list = callingLists.get(dbid);
            if (list == null || !list.pace().isLaterThan(group.timeToCompleteUnknownAt())) {
                return OptionalDouble.empty();
            }
            OptionalDouble speedOfList = list.pace().speed(window);
            if (speedOfList.isEmpty()) {
                return OptionalDouble.empty();
            }
            ready += list.pace().ready();
            speed += speedOfList.getAsDouble();
        }
        return Statistic.quotient(ready, speed);
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }
}
