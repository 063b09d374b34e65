package org.campaignstatus.bench;

/** How long events took from the sender to the receiver, in milliseconds, sorted. */
final class Latency {

    private final double[] sorted;

    /** @param sorted in milliseconds */
    Latency(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * @param arrivals of events that {@link Broker#send} has sent
     * @param sent when they were
     * @param from the number of the first one of each campaign group; arrivals of earlier ones are left out
     * @param skipped how many of them the program had to warm up
     */
    static Latency of(Arrivals arrivals, long[] sent, int groups, int from, int skipped) {
        return new Latency(arrivals.all().stream()
                .filter(one -> index(one, groups, from) >= skipped)
                .mapToDouble(one -> (one.nanos() - sent[index(one, groups, from)]) / 1e6)
                .sorted()
                .toArray());
    }

    private static int index(Arrivals.One one, int groups, int from) {
        return (one.number() - from) * groups + one.group() - 1;
    }

    /** @param share from 0 to 1 */
    double at(double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
}
