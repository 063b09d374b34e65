package org.campaignstatus.bench;

import java.util.Arrays;

/** By how much the times between two messages about a campaign group stray from the interval, in seconds, sorted. */
record Intervals(double[] seconds, double[] strays) {

    private static final double SECOND = 1e9;

    static Intervals of(Arrivals arrivals, int groups, int interval) {
        long[] last = new long[groups + 1];
        double[] seconds = new double[arrivals.all().size()];
        int count = 0;
        for (Arrivals.One one : arrivals.all()) {
            if (last[one.group()] != 0) {
                seconds[count++] = (one.nanos() - last[one.group()]) / SECOND;
            }
            last[one.group()] = one.nanos();
        }
        double[] all = Arrays.copyOf(seconds, count);
        double[] strays =
                Arrays.stream(all).map(one -> Math.abs(one - interval)).sorted().toArray();
        return new Intervals(all, strays);
    }

    /** @return the stray that this share of all does not exceed */
    double stray(double share) {
        return strays[(int) Math.min(strays.length - 1, (long) (strays.length * share))];
    }

    /** Holds them against what is wanted of periodic messages. */
    void judge(Page page, String work, String which) {
        double most = stray(0.999);
        page.target(work, which + "99.9 % within ± 0.25 s", "± " + Page.number(most) + " s", most <= 0.25);
        double all = stray(1);
        page.target(work, which + "all within ± 1 s", "± " + Page.number(all) + " s", all <= 1);
    }
}
