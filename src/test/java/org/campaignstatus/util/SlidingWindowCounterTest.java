package org.campaignstatus.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlidingWindowCounterTest {

    private final SlidingWindowCounter counter = new SlidingWindowCounter(300);

    @Test
    void eachPeriodHasItsOwnCount() {
        counter.increment(1_000);
        counter.increment(1_000);
        counter.increment(1_002);

        assertThat(counter.counts(1_002, 4)).containsExactly(0, 2, 0, 1);
        assertThat(counter.counts(1_001, 2)).containsExactly(2, 0);
        assertThat(counter.counts(1_002, 300)).hasSize(300);
    }

    @Test
    void aPeriodThatHasLeftTheWindowIsNotCounted() {
        counter.increment(1_000);
        counter.increment(1_000 + 300);
        // the place of its period is taken
        counter.increment(1_000);

        assertThat(counter.sum(1_000)).isZero();
        assertThat(counter.sum(1_300)).isEqualTo(1);
        assertThat(counter.sum(1_599)).isEqualTo(1);
        assertThat(counter.sum(1_600)).isZero();
    }

    @Test
    void noCountIsMissingAmongThreads() {
        IntStream.range(0, 100_000).parallel().forEach(i -> counter.increment(i / 1_000));

        assertThat(counter.sum(99)).isEqualTo(100_000);
    }
}
