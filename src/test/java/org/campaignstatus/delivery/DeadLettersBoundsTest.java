package org.campaignstatus.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.contract.Schema;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.notification.CloudEvent;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.settings.Receiver;
import org.junit.jupiter.api.Test;

/** What keeping failed notifications may cost at the most; that it works is tested with the whole program. */
final class DeadLettersBoundsTest {

    private static final long MOST_WAITING =
            Math.min(64L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 64);

    private final List<DeliveryAttempt> queue = new ArrayList<>();
    private long nanos;
    private boolean room = true;
    private final DeadLetters failed = new DeadLetters("lost", attempt -> room && queue.add(attempt), () -> nanos);

    @Test
    void whatWasDeliveredIsNotTaken() {
        failed.ended(attempt("{}", OutcomeClass.DELIVERED));

        assertThat(queue).isEmpty();
        assertThat(failed.countNotKept()).isZero();
    }

    @Test
    void afterAFailureNothingIsTakenForASecond() {
        failed.notKept(new IOException("disk full"));
        nanos = TimeUnit.MILLISECONDS.toNanos(999);
        fail("{}");
        assertThat(queue).isEmpty();
        assertThat(failed.countNotKept()).isEqualTo(2);

        nanos = TimeUnit.SECONDS.toNanos(1);
        fail("{}");
        assertThat(queue).hasSize(1);
        failed.kept();
        assertThat(failed.countKept()).isEqualTo(1);
        assertThat(failed.countNotKept()).isEqualTo(2);
    }

    @Test
    void whatIsTakenIsBoundedInBytesToo() {
        String large = "x".repeat((int) (MOST_WAITING / 4));
        for (int i = 0; i < 10; i++) {
            fail(large);
        }
        assertThat(queue).hasSize(4);
        assertThat(failed.countNotKept()).isEqualTo(6);

        failed.record(queue.get(0));
        fail(large);
        fail(large);
        assertThat(queue).hasSize(5);
        assertThat(failed.countNotKept()).isEqualTo(7);
    }

    @Test
    void whatFindsNoRoomTakesNone() {
        String large = "x".repeat((int) (MOST_WAITING / 4));
        room = false;
        for (int i = 0; i < 10; i++) {
            fail(large);
        }
        room = true;
        fail(large);

        assertThat(queue).hasSize(1);
        assertThat(failed.countNotKept()).isEqualTo(10);
    }

    @Test
    void troubleIsLoggedOnceAMinuteWithItsFailures() {
        try (LogCapture log = LogCapture.start()) {
            for (int second = 0; second < 120; second++) {
                nanos = TimeUnit.SECONDS.toNanos(second);
                failed.notKept(new IOException("outer", new IOException("disk full")));
                fail("{}");
                failed.summarise();
            }
            failed.summariseAll();
            failed.summariseAll();

            assertThat(log.notifications(Level.ERROR, ""))
                    .containsExactly(
                            "1 failed notifications were not kept in lost: disk full",
                            "120 failed notifications were not kept in lost: disk full",
                            "119 failed notifications were not kept in lost: disk full");
        }
    }

    @Test
    void aTroubleThatIsOverIsNotTheReasonForTheNext() {
        try (LogCapture log = LogCapture.start()) {
            failed.notKept(new IOException("disk full"));
            nanos = TimeUnit.SECONDS.toNanos(1);
            failed.kept();
            room = false;
            fail("{}");
            failed.summariseAll();

            assertThat(log.notifications(Level.ERROR, ""))
                    .containsExactly(
                            "1 failed notifications were not kept in lost: disk full",
                            "1 failed notifications were not kept in lost: they come faster than they can be kept");
        }
    }

    @Test
    void whatARouteOfTheSiteMadeOfTheJsonIsKeptAsText() {
        assertThat(failed.record(attempt("<xml/>", OutcomeClass.TIMEOUT)))
                .contains("\"notification\":\"<xml/>\"")
                .satisfies(text ->
                        assertThat(Schema.FAILED_NOTIFICATION.problems(text)).isEmpty());
    }

    private void fail(String body) {
        failed.ended(attempt(body, OutcomeClass.TIMEOUT));
    }

    private static DeliveryAttempt attempt(String body, OutcomeClass outcome) {
        Receiver receiver = new Receiver(URI.create("http://reports/states?token=sesame"), "http://reports:80");
        Instant now = Instant.parse("2026-11-23T12:00:00.123Z");
        CloudEvent event = new CloudEvent("id", "started", 7, now, 3);
        Delivery delivery =
                new Delivery("Campaign", false, receiver, ReceiverAccess.OPEN, Duration.ofSeconds(1), event, null);
        return new DeliveryAttempt(
                delivery,
                body.getBytes(StandardCharsets.UTF_8),
                new Outcome(outcome, "whatever"),
                now,
                Duration.ofMillis(5));
    }
}
