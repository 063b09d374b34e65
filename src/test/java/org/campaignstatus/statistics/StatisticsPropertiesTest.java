package org.campaignstatus.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.statistics.Feed.CAMPAIGN_GROUP;
import static org.campaignstatus.statistics.Feed.MAX_AGE;
import static org.campaignstatus.statistics.Feed.second;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds whatever the feed tells, in whatever order. The feed tells of the seconds 0 to {@value #END}. */
class StatisticsPropertiesTest {

    private static final int END = 120;
    private static final List<Integer> CALLING_LISTS = List.of(201, 202);

    @Property
    void aNumberIsNeverNegativeInfiniteOrNotANumber(
            @ForAll("samples") List<StatisticsSample> samples, @ForAll @IntRange(max = END) int since) {
        for (Double number : numbers(shown(samples, END, second(since)))) {
            assertThat(number).isFinite().isNotNegative();
            assertThat(1 / number).as("no negative zero").isPositive();
        }
    }

    @Property
    void nothingOlderThanTheLongestAgeIsShown(@ForAll("samples") List<StatisticsSample> samples) {
        Instant newest = samples.stream()
                .map(StatisticsSample::time)
                .max(Instant::compareTo)
                .orElse(second(0));
        double now = Duration.between(second(0), newest).toSeconds() + MAX_AGE + 1;
        assertThat(numbers(shown(samples, now, null))).isEmpty();
    }

    @Property
    void expiredEqualsUnknownExceptAsTheFirstOfTwoSamples(@ForAll("samples") List<StatisticsSample> samples) {
        List<StatisticsSample> fresh = samples.stream()
                .filter(sample -> !sample.time().isBefore(second(END - MAX_AGE)))
                .toList();
        assertThat(withoutTimeToComplete(shown(samples, END, null)))
                .isEqualTo(withoutTimeToComplete(shown(fresh, END, null)));
    }

    @Property
    void aPreviousLoadIsTheSameAsNoValue(
            @ForAll("samples") List<StatisticsSample> samples, @ForAll @IntRange(max = END) int since) {
        List<StatisticsSample> ofThisLoad = samples.stream()
                .filter(sample -> !sample.time().isBefore(second(since)))
                .toList();
        assertThat(shown(samples, END, second(since))).isEqualTo(shown(ofThisLoad, END, null));
    }

    @Property
    void theOrderOfArrivalDoesNotMatterForMessagesOfDifferentTimes(
            @ForAll("samplesOfDifferentTimes") List<StatisticsSample> samples, @ForAll Random random) {
        List<StatisticsSample> shuffled = new ArrayList<>(samples);
        Collections.shuffle(shuffled, random);
        assertThat(shown(shuffled, END, null)).isEqualTo(shown(samples, END, null));
    }

    @Property
    void aReadyValueOfTheLatestMessageIsShownWhateverTheCountersSay(
            @ForAll("samples") List<StatisticsSample> samples, @ForAll("measurements") Measurements latest) {
        List<StatisticsSample> all = new ArrayList<>(samples);
        all.add(new StatisticsSample(CAMPAIGN_GROUP, second(END), latest, Map.of(201, latest)));
        CampaignGroupStatistics shown = shown(all, END, null);
        latest.values().forEach((statistic, value) -> {
            Double expected = value.isPresent() ? (Double) value.getAsDouble() : null;
            assertThat(shown).hasFieldOrPropertyWithValue(statistic.member(), expected);
            if (statistic == Statistic.HIT_RATIO || statistic == Statistic.TIME_TO_COMPLETE) {
                assertThat(shown.callingList(201)).hasFieldOrPropertyWithValue(statistic.member(), expected);
            }
        });
    }

    @Provide
    Arbitrary<List<StatisticsSample>> samples() {
        return sample().list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<StatisticsSample>> samplesOfDifferentTimes() {
        return sample().list().uniqueElements(StatisticsSample::time).ofMaxSize(12);
    }

    @Provide
    Arbitrary<Measurements> measurements() {
        Arbitrary<OptionalDouble> value = Arbitraries.oneOf(
                Arbitraries.just(OptionalDouble.empty()),
                Arbitraries.doubles().between(0, Double.MAX_VALUE).map(OptionalDouble::of),
                Arbitraries.doubles().between(0, 1).map(OptionalDouble::of));
        Arbitrary<Double> count = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 20).map(Integer::doubleValue),
                Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, 1e-300, 9_007_199_254_740_991d));
        return Combinators.combine(
                        Arbitraries.maps(Arbitraries.of(Statistic.class), value).ofMaxSize(2),
                        Arbitraries.maps(Arbitraries.of(StatisticCounter.class), count))
                .as(Measurements::new);
    }

    private Arbitrary<StatisticsSample> sample() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, END),
                        measurements(),
                        Arbitraries.maps(Arbitraries.of(201, 202, 203), measurements()))
                .as((at, measurements, lists) -> new StatisticsSample(CAMPAIGN_GROUP, second(at), measurements, lists));
    }

    private static CampaignGroupStatistics shown(List<StatisticsSample> samples, double now, Instant since) {
        MutableClock clock = new MutableClock(second(now));
        Statistics statistics = new Statistics(clock.monotonic(), Duration.ofSeconds(MAX_AGE));
        samples.forEach(statistics::accept);
        return statistics.of(CAMPAIGN_GROUP, CALLING_LISTS, since);
    }

    private static List<Double> numbers(CampaignGroupStatistics shown) {
        return Stream.concat(
                        Stream.of(shown.busyFactor(), shown.hitRatio(), shown.overdialRate(), shown.timeToComplete()),
                        shown.callingLists().values().stream()
                                .flatMap(list -> Stream.of(list.hitRatio(), list.timeToComplete())))
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<Object> withoutTimeToComplete(CampaignGroupStatistics shown) {
        List<Object> rest = new ArrayList<>();
        Collections.addAll(rest, shown.busyFactor(), shown.hitRatio(), shown.overdialRate());
        CALLING_LISTS.forEach(dbid -> rest.add(shown.callingList(dbid).hitRatio()));
        return rest;
    }
}
