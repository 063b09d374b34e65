package org.campaignstatus.page;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.campaignstatus.statistics.CampaignGroupStatistics;

/**
 * The statistics of the campaign groups that somebody looks at, or has looked at last, over the last minutes. Of a campaign
 * group that nobody looks at nothing is kept. Thread-safe.
 */
final class StatisticsHistory {

    /** The most campaign groups; the one that nobody has looked at for longest is forgotten. */
    static final int MAX_CAMPAIGN_GROUPS = 200;

    /** How many values are kept of each statistic, and for how many milliseconds each of them stands. */
    static final int VALUES = 60;

    static final long STEP = 5_000;

    /** The statistics of a campaign group, by the names of their members. */
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
     * Takes note of what is known now.
     *
     * @param now milliseconds by a clock that nobody sets
     * @return the last {@value #VALUES} values of each statistic, in the order of {@link #STATISTICS}, the latest last; NaN
     *     for what was not known
     */
    synchronized List<float[]> look(int campaignGroup, CampaignGroupStatistics statistics, long now) {
        Values values = groups.computeIfAbsent(campaignGroup, dbid -> new Values());
        values.enter(statistics, now / STEP);
        return values.inOrder();
    }

    private static final class Values {

        private final float[][] slots = new float[STATISTICS.size()][VALUES];
        private long newest;

        Values() {
            clear(0, VALUES);
        }

        private void clear(long from, long count) {
            for (long step = from; step < from + count; step++) {
                for (float[] one : slots) {
                    one[(int) (step % VALUES)] = Float.NaN;
                }
            }
        }

        void enter(CampaignGroupStatistics statistics, long now) {
            long step = Math.max(newest, now);
            clear(newest + 1, Math.min(VALUES, step - newest));
            newest = step;
            int i = 0;
            for (Function<CampaignGroupStatistics, Double> statistic : STATISTICS.values()) {
                Double value = statistic.apply(statistics);
                slots[i++][(int) (step % VALUES)] = value == null ? Float.NaN : value.floatValue();
            }
        }

        List<float[]> inOrder() {
            int oldest = (int) ((newest + 1) % VALUES);
            return Arrays.stream(slots)
                    .map(one -> {
                        float[] ordered = new float[VALUES];
                        System.arraycopy(one, oldest, ordered, 0, VALUES - oldest);
                        System.arraycopy(one, 0, ordered, VALUES - oldest, oldest);
                        return ordered;
                    })
                    .toList();
        }
    }
}
