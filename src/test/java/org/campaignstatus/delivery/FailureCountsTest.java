package org.campaignstatus.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.statistics.MutableClock;
import org.junit.jupiter.api.Test;

/** What failed within the last minute, in bounded room. */
final class FailureCountsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final MutableClock clock = new MutableClock(NOON);
    private final FailureLog failures = new FailureLog(clock);

    @Test
    void theServerWithTheMostFailuresComesFirst() {
        fail("archive", "answer 404");
        fail("reports", "answer 500");
        fail("reports", "connection refused");

        assertThat(failures.recentFailures())
                .containsExactly(
                        new FailureLog.Failures("http://reports:80", 2, "connection refused"),
                        new FailureLog.Failures("http://archive:80", 1, "answer 404"));
    }

    @Test
    void whatWasDeliveredIsNoFailure() {
        failures.ended(attempt("reports", new Outcome(OutcomeClass.DELIVERED, "answer 200")));

        assertThat(failures.recentFailures()).isEmpty();
    }

    @Test
    void afterAMinuteItIsForgotten() {
        fail("reports", "answer 500");
        clock.set(NOON.plusSeconds(30));
        fail("reports", "answer 500");
        clock.set(NOON.plusSeconds(59));
        assertThat(failures.recentFailures().get(0).count()).isEqualTo(2);

        clock.set(NOON.plusSeconds(60));
        assertThat(failures.recentFailures().get(0).count()).isEqualTo(1);

        clock.set(NOON.plusSeconds(90));
        assertThat(failures.recentFailures()).isEmpty();
    }

    @Test
    void ofMoreThanAThousandServersTheRestIsOne() {
        for (int i = 0; i < 2000; i++) {
            fail("host" + i, "answer 500");
        }

        assertThat(failures.recentFailures()).hasSize(1001);
        assertThat(failures.recentFailures().get(0))
                .isEqualTo(new FailureLog.Failures("other servers", 1000, "answer 500"));
    }

    private void fail(String host, String words) {
        failures.ended(attempt(host, new Outcome(OutcomeClass.OTHER, words)));
    }

    private DeliveryAttempt attempt(String host, Outcome outcome) {
        Receiver receiver = new Receiver(URI.create("http://" + host + "/states"), "http://" + host + ":80");
        Delivery delivery =
                new Delivery("Campaign", false, receiver, ReceiverAccess.OPEN, Duration.ofSeconds(1), null, null);
        return new DeliveryAttempt(delivery, new byte[0], outcome, clock.instant(), Duration.ZERO);
    }
}
