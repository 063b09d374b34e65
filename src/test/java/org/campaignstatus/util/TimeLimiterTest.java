package org.campaignstatus.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimeLimiterTest {

    private final TimeLimiter limiter = new TimeLimiter(Duration.ofMillis(1));
    private final TimeLimiter patient = new TimeLimiter(Duration.ofMinutes(1));
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    private int hang() {
        calls.incrementAndGet();
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return 1;
    }

    @Test
    void whatAnswersInTimeIsReturned() throws Exception {
        assertThat(patient.<Integer>call(() -> 7)).isEqualTo(7);
    }

    @Test
    void whatTheCallThrowsIsThrown() {
        assertThatThrownBy(() -> patient.call(() -> {
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
    }

    @Test
    void aCallThatHangsIsMadeOnceAndEveryCallerLearnsOfItUntilItReturns() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> limiter.call(this::hang))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageMatching("has not answered for \\d+ s");
        }
        assertThat(calls).hasValueLessThanOrEqualTo(1);

        released.countDown();
        await().until(() -> {
            try {
                return limiter.call(() -> true);
            } catch (TimeoutException e) {
                return false;
            }
        });
    }
}
