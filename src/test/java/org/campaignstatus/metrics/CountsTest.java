package org.campaignstatus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.delivery.DeliveryAttempt;
import org.campaignstatus.delivery.Outcome;
import org.campaignstatus.harness.Scrape;
import org.campaignstatus.notification.CloudEvent;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.settings.Receiver;
import org.junit.jupiter.api.Test;

/** Times are told in seconds, and told apart where receivers differ. */
final class CountsTest {

    private static final String DURATION = "campaignstatus_notification_duration_seconds";
    private static final String DELAY = "campaignstatus_periodic_delay_seconds";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final PrometheusMeterRegistry registry = (PrometheusMeterRegistry) MetricsRegistry.create();
    private final Counts counts = new Counts(registry);

    @Test
    void anAttemptIsInTheBucketOfItsSeconds() {
        counts.ended(attempt("started", Duration.ZERO, Duration.ofMillis(300)));

        Scrape scrape = Scrape.read(registry.scrape());
        assertThat(scrape.sum(DURATION + "_sum", "kind", "started")).isEqualTo(0.3);
        assertThat(scrape.sum(DURATION + "_bucket", "kind", "started", "le", "0.25"))
                .isZero();
        assertThat(scrape.sum(DURATION + "_bucket", "kind", "started", "le", "0.5"))
                .isEqualTo(1);
        assertThat(scrape.sum(DURATION + "_bucket", "kind", "loaded", "le", "+Inf"))
                .isZero();
    }

    @Test
    void bucketsReachFromAQuickAnswerToAMinute() {
        assertThat(Scrape.read(registry.scrape()).named(DURATION + "_bucket", "kind", "started"))
                .extracting(series -> series.labels().get("le"))
                .containsExactly(
                        "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "60.0",
                        "+Inf");
    }

    @Test
    void aPeriodicMessageIsLateFromWhenItWasBegunToWhenItWasSent() {
        counts.ended(attempt("periodic", Duration.ofMillis(1500), Duration.ofMillis(300)));
        counts.ended(attempt("started", Duration.ofMillis(9000), Duration.ofMillis(300)));

        Scrape scrape = Scrape.read(registry.scrape());
        assertThat(scrape.sum(DELAY + "_count")).isEqualTo(1);
        assertThat(scrape.sum(DELAY + "_sum")).isEqualTo(1.5);
    }

    private static DeliveryAttempt attempt(String kind, Duration delay, Duration duration) {
        Receiver receiver = new Receiver(URI.create("http://reports/states"), "http://reports:80");
        CloudEvent event = new CloudEvent("id", kind, 1, NOON, 1);
        Delivery delivery = new Delivery(
                "Campaign", kind.equals("periodic"), receiver, ReceiverAccess.OPEN, Duration.ofSeconds(1), event, null);
        return new DeliveryAttempt(delivery, new byte[0], Outcome.answered(200), NOON.plus(delay), duration);
    }
}
