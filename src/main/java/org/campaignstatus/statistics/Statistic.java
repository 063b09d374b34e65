package org.campaignstatus.statistics;

import static org.campaignstatus.statistics.StatisticCounter.ABANDONED;
import static org.campaignstatus.statistics.StatisticCounter.ANSWERED;
import static org.campaignstatus.statistics.StatisticCounter.ATTEMPTS;
import static org.campaignstatus.statistics.StatisticCounter.BUSY_SECONDS;
import static org.campaignstatus.statistics.StatisticCounter.DROPPED;
import static org.campaignstatus.statistics.StatisticCounter.READY_SECONDS;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** The four statistics of a notification. Three are ratios of counters; {@link ProcessingRate} works out the fourth. */
enum Statistic {
    /** Busy seconds / (busy seconds + ready seconds); a fraction. */
    BUSY_FACTOR("busyFactor", Set.of(BUSY_SECONDS), Set.of(BUSY_SECONDS, READY_SECONDS)),
    /** Answered / attempts; a fraction. */
    HIT_RATIO("hitRatio", Set.of(ANSWERED), Set.of(ATTEMPTS)),
    /** (Abandoned + dropped) / answered; a fraction. */
    OVERDIAL_RATE("overdialRate", Set.of(ABANDONED, DROPPED), Set.of(ANSWERED)),
    /** Seconds until no record is ready any more. */
    TIME_TO_COMPLETE("timeToComplete", Set.of(), Set.of());

    private final String member;
    private final Set<StatisticCounter> numerator;
    private final Set<StatisticCounter> denominator;

    Statistic(String member, Set<StatisticCounter> numerator, Set<StatisticCounter> denominator) {
        this.member = member;
        this.numerator = numerator;
        this.denominator = denominator;
    }

    String member() {
        return member;
    }

    boolean isRatioOf(Set<StatisticCounter> counters) {
        return !denominator.isEmpty() && counters.containsAll(numerator) && counters.containsAll(denominator);
    }

    /** @return the ratio, at least 0; empty if the denominator is 0 */
    OptionalDouble ratio(Map<StatisticCounter, Double> counters) {
        return quotient(sum(numerator, counters), sum(denominator, counters));
    }

    /**
     * @return the value, without the sign of a negative zero
     * @throws IllegalArgumentException if it is negative, infinite or not a number
     */
    double checked(double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(member + " is " + value + ": expected a number that is not negative");
        }
        return value + 0.0;
    }

    Double checkedOrNull(Double value) {
        return value == null ? null : (Double) checked(value);
    }

    /** @return empty if the quotient is not finite */
    static OptionalDouble quotient(double numerator, double denominator) {
        double quotient = numerator / denominator;
        return Double.isFinite(quotient) ? OptionalDouble.of(quotient) : OptionalDouble.empty();
    }

    private static double sum(Set<StatisticCounter> summands, Map<StatisticCounter, Double> counters) {
        return summands.stream().mapToDouble(counters::get).sum();
    }
}
