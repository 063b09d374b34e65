package org.campaignstatus.statistics;

import static org.campaignstatus.statistics.Statistic.BUSY_FACTOR;
import static org.campaignstatus.statistics.Statistic.HIT_RATIO;
import static org.campaignstatus.statistics.Statistic.OVERDIAL_RATE;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The latest statistics of one campaign group and its calling lists. Beyond {@value #MOST_CALLING_LISTS} calling lists the
 * least recently updated one is dropped. Thread-safe.
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
        group.accept(sample.measurements(), sample.time());
        sample.callingLists().forEach((dbid, measurements) -> callingList(dbid).accept(measurements, sample.time()));
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

    /** @return the calling list, now the last to drop */
    private LatestStatistics callingList(int dbid) {
        LatestStatistics list = callingLists.remove(dbid);
        if (list == null) {
            list = new LatestStatistics();
            if (callingLists.size() == MOST_CALLING_LISTS) {
                callingLists.remove(callingLists.keySet().iterator().next());
            }
        }
        callingLists.put(dbid, list);
        return list;
    }

    private CallingListStatistics callingList(int dbid, ValidityWindow window) {
        LatestStatistics list = callingLists.get(dbid);
        return list == null
                ? CallingListStatistics.UNKNOWN
                : new CallingListStatistics(orNull(list.value(HIT_RATIO, window)), orNull(list.timeToComplete(window)));
    }

    /**
     * Σ records ready / Σ speed over the configured calling lists; one without progress adds its records and no speed.
     * Counts that are not later than an explicit unknown are ignored.
     */
    private OptionalDouble timeToComplete(Set<Integer> configured, ValidityWindow window) {
        double ready = 0;
        double speed = 0;
        for (int dbid : configured) {
            LatestStatistics list = callingLists.get(dbid);
            if (list == null || !list.rate().isLaterThan(group.timeToCompleteUnknownAt())) {
                return OptionalDouble.empty();
            }
            OptionalDouble speedOfList = list.rate().speed(window);
            if (speedOfList.isEmpty()) {
                return OptionalDouble.empty();
            }
            ready += list.rate().ready();
            speed += speedOfList.getAsDouble();
        }
        return Statistic.quotient(ready, speed);
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }
}
