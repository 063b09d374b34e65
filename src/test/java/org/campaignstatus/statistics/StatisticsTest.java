package org.campaignstatus.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.campaignstatus.statistics.Feed.CAMPAIGN_GROUP;
import static org.campaignstatus.statistics.Feed.second;
import static org.campaignstatus.statistics.Statistic.HIT_RATIO;
import static org.campaignstatus.statistics.StatisticCounter.ATTEMPTS;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.campaignstatus.util.MonotonicClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsTest {

    private final Feed feed = new Feed();

    @Test
    void nothingIsKnownOfACampaignGroupThatWasNeverHeardOf() {
        assertThat(feed.statistics.of(999, List.of(), null)).isEqualTo(CampaignGroupStatistics.UNKNOWN);
    }

    @Test
    void aCallingListWithoutAnEntryIsUnknown() {
        assertThat(CampaignGroupStatistics.UNKNOWN.callingList(201)).isEqualTo(CallingListStatistics.UNKNOWN);
    }

    @Test
    void everyConfiguredCallingListIsShownInItsOrderAndNoOther() {
        feed.tell(
                0,
                "'callingLists': [{'dbid': 203, 'values': {'hitRatio': 0.3}},"
                        + " {'dbid': 201, 'values': {'hitRatio': 0.1}}]");
        Map<Integer, CallingListStatistics> shown =
                feed.statistics.of(CAMPAIGN_GROUP, List.of(202, 201), null).callingLists();
        assertThat(shown)
                .containsExactly(
                        Map.entry(202, CallingListStatistics.UNKNOWN),
                        Map.entry(201, new CallingListStatistics(0.1, null)));
    }

    @Test
    void campaignGroupsAreKeptApart() {
        feed.statistics.accept(hitRatio(1, second(0), 0.1));
        feed.statistics.accept(hitRatio(2, second(0), 0.2));
        assertThat(feed.statistics.of(1, List.of(), null).hitRatio()).isEqualTo(0.1);
        assertThat(feed.statistics.of(2, List.of(), null).hitRatio()).isEqualTo(0.2);
    }

    @Test
    void beyondAThousandCallingListsTheOneHeardOfLongestAgoIsForgotten() {
        feed.statistics.accept(callingLists(1, 1000));
        feed.statistics.accept(callingLists(1, 1));
        feed.statistics.accept(callingLists(1001, 1001));

        CampaignGroupStatistics shown = feed.statistics.of(
                CAMPAIGN_GROUP, IntStream.rangeClosed(1, 1001).boxed().toList(), null);
        assertThat(shown.callingLists().entrySet().stream()
                        .filter(list -> list.getValue().hitRatio() == null)
                        .map(Map.Entry::getKey))
                .containsExactly(2);
    }

    @Test
    void aCampaignGroupThatIsHeldUpDoesNotHinderAnother() throws Exception {
        Statistics statistics = new Statistics(new MonotonicClock(), Duration.ofSeconds(60));
        Instant now = Instant.now();
        synchronized (statistics.state(1)) {
            CompletableFuture<Double> other = CompletableFuture.supplyAsync(() -> {
                statistics.accept(hitRatio(2, now, 0.2));
                return statistics.of(2, List.of(), null).hitRatio();
            });
            assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(0.2);
        }
    }

    @Test
    void anAnswerWaitsForTheMessageThatIsBeingTakenOver() throws Exception {
        Statistics statistics = new Statistics(new MonotonicClock(), Duration.ofSeconds(60));
        AtomicReference<Double> answer = new AtomicReference<>();
        Thread asking =
                new Thread(() -> answer.set(statistics.of(1, List.of(), null).hitRatio()));
        synchronized (statistics.state(1)) {
            asking.start();
            await().until(asking::getState, state -> state == Thread.State.BLOCKED);
            statistics.accept(hitRatio(1, Instant.now(), 0.1));
        }
        asking.join();
        assertThat(answer).hasValue(0.1);
    }

    @Test
    void concurrentUpdatesAndReadsLoseNoSample() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                Statistics statistics = new Statistics(feed.clock.monotonic(), Duration.ofSeconds(60));
                statistics.accept(callingLists(900, 900));
                List<Callable<Void>> threads = IntStream.range(0, 8)
                        .mapToObj(thread -> tellAndAsk(statistics, 1 + thread * 100, 100 + thread * 100))
                        .toList();
                for (Future<Void> thread : pool.invokeAll(threads)) {
                    thread.get();
                }
                List<Integer> told = IntStream.rangeClosed(1, 800).boxed().toList();
                assertThat(statistics
                                .of(CAMPAIGN_GROUP, told, null)
                                .callingLists()
                                .values())
                        .hasSize(800)
                        .containsOnly(new CallingListStatistics(0.5, null));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Callable<Void> tellAndAsk(Statistics statistics, int first, int last) {
        return () -> {
            for (int dbid = first; dbid <= last; dbid++) {
                statistics.accept(callingLists(dbid, dbid));
                statistics.accept(callingLists(900, 900));
                CampaignGroupStatistics shown = statistics.of(CAMPAIGN_GROUP, List.of(dbid, 900), null);
                assertThat(shown.callingList(dbid).hitRatio()).isEqualTo(0.5);
                assertThat(shown.callingList(900).hitRatio()).isEqualTo(0.5);
            }
            return null;
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void theLongestAgeIsMoreThanZero(long seconds) {
        Duration age = Duration.ofSeconds(seconds);
        assertThatThrownBy(() -> new Statistics(feed.clock.monotonic(), age))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(age.toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aNumberThatMayNotBeShownIsRejectedByEveryRecord(double number) {
        assertRejected(() -> new CallingListStatistics(number, null));
        assertRejected(() -> new CallingListStatistics(null, number));
        assertRejected(() -> new CampaignGroupStatistics(number, null, null, null, Map.of()));
        assertRejected(() -> new CampaignGroupStatistics(null, number, null, null, Map.of()));
        assertRejected(() -> new CampaignGroupStatistics(null, null, number, null, Map.of()));
        assertRejected(() -> new CampaignGroupStatistics(null, null, null, number, Map.of()));
        assertRejected(() -> new Measurements(Map.of(HIT_RATIO, OptionalDouble.of(number)), Map.of()));
        assertRejected(() -> new Measurements(Map.of(), Map.of(ATTEMPTS, number)));
    }

    private static void assertRejected(Runnable construction) {
        assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class);
    }

    private static StatisticsSample hitRatio(int campaignGroup, Instant time, double hitRatio) {
        return new StatisticsSample(campaignGroup, time, hitRatio(hitRatio), Map.of());
    }

    private static StatisticsSample callingLists(int first, int last) {
        Map<Integer, Measurements> lists = new LinkedHashMap<>();
        IntStream.rangeClosed(first, last).forEach(dbid -> lists.put(dbid, hitRatio(0.5)));
        return new StatisticsSample(CAMPAIGN_GROUP, second(0), new Measurements(Map.of(), Map.of()), lists);
    }

    private static Measurements hitRatio(double hitRatio) {
        return new Measurements(Map.of(HIT_RATIO, OptionalDouble.of(hitRatio)), Map.of());
    }
}
