package org.campaignstatus.page;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.campaignstatus.statistics.CampaignGroupStatistics;

/** The statistics over the last minutes of the campaign groups that pages show or have shown last. Thread-safe. */
final class StatisticsHistory {

    /** Beyond that, the campaign group that was not shown for longest is dropped. */
    static final int MAX_CAMPAIGN_GROUPS = 200;

    /** Values of each statistic. */
    static final int VALUES = 60;

    /** Milliseconds from one value to the next. */
    static final long STEP = 5_000;

    /** By their names in the JSON. */
    static final Map<String, Function<CampaignGroupStatistics, Double>> STATISTICS = statistics();

    private final Map<Integer, Values> groups = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Values> eldest) {
            return size() > MAX_CAMPAIGN_GROUPS;
        }
    };

    private static Map<String, Function<CampaignGroupStatistics, Double>> statistics() {
        Map<String, Function<CampaignGroupStatistics, Double>> all = new LinkedHashMap<>();
        all.put("busyFactor", CampaignGroupStatistics::busyFactor);
        all.put("hitRatio", CampaignGroupStatistics::hitRatio);
        all.put("overdialRate", CampaignGroupStatistics::overdialRate);
        all.put("timeToComplete", CampaignGroupStatistics::timeToComplete);
        return all;
    }

    /**
     * Records the current values.
     *
     * @param now milliseconds by a monotonic clock
     * @return the last {@value #VALUES} values of each statistic, in the order of {@link #STATISTICS}, the latest last; NaN
     *     for unknown
     */
    synchronized List<float[]> record(int campaignGroup, CampaignGroupStatistics statistics, long now) {
        return groups.computeIfAbsent(campaignGroup, dbid -> new Values()).record(statistics, now / STEP);
    }

    private static final class Values {

        private final float[][] byStatistic = new float[STATISTICS.size()][VALUES];
        private long latest = -VALUES;

        List<float[]> record(CampaignGroupStatistics statistics, long now) {
            int passed = (int) Math.min(VALUES, Math.max(0, now - latest));
            latest = Math.max(latest, now);
            int i = 0;
            for (Function<CampaignGroupStatistics, Double> statistic : STATISTICS.values()) {
                float[] values = byStatistic[i++];
                System.arraycopy(values, passed, values, 0, VALUES - passed);
                Arrays.fill(values, VALUES - passed, VALUES, Float.NaN);
                Double value = statistic.apply(statistics);
                values[VALUES - 1] = value == null ? Float.NaN : value.floatValue();
            }
            return Arrays.stream(byStatistic).map(float[]::clone).toList();
        }
    }
}
