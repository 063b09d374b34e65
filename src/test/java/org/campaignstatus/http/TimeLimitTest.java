package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(30);

    private final TimeLimit limit = new TimeLimit();

    @Test
    void aRequestThatIsNotOverInTimeIsCancelled() {
        assertIsCancelledAfter(SHORT);
    }

    @Test
    void aRequestAfterAPauseIsCancelledLikeTheFirst() throws Exception {
        assertIsCancelledAfter(SHORT);
        assertThat(limit.<String>within(LONG, () -> false, () -> "answer")).isEqualTo("answer");
        assertIsCancelledAfter(SHORT);
    }

    @Test
    void aShortTimeIsNotLostBesideALongOne() throws Exception {
        limit.<Void>within(LONG, () -> false, () -> {
            assertIsCancelledAfter(SHORT);
            return null;
        });
    }

    @Test
    void afterTheEndOfARequestNothingIsCancelled() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        limit.<Void>within(SHORT, () -> count(cancelled), () -> null);
        assertIsCancelledAfter(SHORT.multipliedBy(2));

        assertThat(cancelled.getCount()).isEqualTo(1);
    }

    @Test
    void anotherFailureStaysWhatItIs() {
        IOException broken = new IOException("broken off");
        assertThatThrownBy(() -> limit.<Void>within(LONG, () -> false, () -> {
                    throw broken;
                }))
                .isSameAs(broken);
    }

    private void assertIsCancelledAfter(Duration timeout) {
        CountDownLatch cancelled = new CountDownLatch(1);
        long begin = System.nanoTime();
        assertThatThrownBy(() -> limit.<Void>within(timeout, () -> count(cancelled), () -> {
                    await(cancelled);
                    throw new IllegalStateException("the client was cancelled");
                }))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("no whole answer within " + timeout);
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(timeout.toNanos());
    }

    private static boolean count(CountDownLatch latch) {
        latch.countDown();
        return true;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
