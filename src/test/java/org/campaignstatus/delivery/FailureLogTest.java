package org.campaignstatus.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.statistics.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A receiver that is down for a day must not fill the log, and must not vanish from it either. */
final class FailureLogTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String REFUSED = "connection refused";
    private static final String TIMEOUT = "no whole answer in time";

    private final MutableClock clock = new MutableClock(NOON);
    private final FailureLog failures = new FailureLog(clock);
    private final LogCapture log = LogCapture.start();

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void theFirstFiveFailuresOfAReceiverHaveALineEach() {
        fail("reports", 1, 5, REFUSED);

        assertThat(warnings())
                .isEqualTo(IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> line(i, "reports", REFUSED))
                        .toList());
    }

    @Test
    void aPeriodicMessageIsCalledOne() {
        failures.add(delivery("reports", 1, true), REFUSED);

        assertThat(warnings()).containsExactly("Periodic " + uncapitalised(line(1, "reports", REFUSED)));
    }

    @Test
    void whatFollowsIsOneLineAMinuteWithCountsPerOutcome() {
        fail("reports", 1, 8, REFUSED);
        fail("reports", 9, 9, TIMEOUT);
        at(59);
        failures.summarise();
        assertThat(warnings()).hasSize(5);

        at(60);
        failures.summarise();

        assertThat(warnings()).hasSize(6);
        assertThat(warnings().get(5))
                .isEqualTo("4 more notifications to http://reports:80 failed within 60 s: "
                        + "3 times connection refused, 1 times no whole answer in time, not repeated");
    }

    @Test
    void fewFailuresNeedNoSummary() {
        fail("reports", 1, 5, REFUSED);
        at(60);
        failures.summarise();

        assertThat(warnings()).hasSize(5);
    }

    @Test
    void aMinuteIsSummarisedOnce() {
        fail("reports", 1, 6, REFUSED);
        at(60);
        failures.summarise();
        at(61);
        failures.summarise();
        at(600);
        failures.summarise();

        assertThat(warnings()).hasSize(6);
    }

    @Test
    void afterItsMinuteAReceiverHasFiveLinesAgain() {
        fail("reports", 1, 6, REFUSED);
        at(60);
        failures.summarise();
        fail("reports", 7, 12, REFUSED);

        assertThat(warnings()).hasSize(5 + 1 + 5).endsWith(line(11, "reports", REFUSED));
    }

    @Test
    void theMinuteOfAReceiverBeginsWithItsFirstFailure() {
        at(30);
        fail("reports", 1, 6, REFUSED);
        at(89);
        failures.summarise();
        assertThat(warnings()).hasSize(5);

        at(90);
        failures.summarise();
        assertThat(warnings()).hasSize(6);
    }

    @Test
    void otherReceiversAreNotConcerned() {
        fail("reports", 1, 100, REFUSED);
        fail("archive", 101, 101, TIMEOUT);

        assertThat(warnings()).hasSize(6).endsWith(line(101, "archive", TIMEOUT));

        at(60);
        failures.summarise();
        assertThat(warnings()).hasSize(7).last().asString().contains("http://reports:80");
    }

    @Test
    void allPathsOfAServerCountAsOneReceiver() {
        IntStream.rangeClosed(1, 6)
                .forEach(i -> failures.add(
                        new Delivery(
                                "Group" + i,
                                false,
                                receiver("reports", "/path" + i),
                                ReceiverAccess.OPEN,
                                Duration.ofSeconds(1),
                                null,
                                null),
                        REFUSED));

        assertThat(warnings()).hasSize(5);
    }

    @Test
    void atTheEndNothingIsLeftUnsaid() {
        fail("reports", 1, 6, REFUSED);
        fail("archive", 1, 7, REFUSED);
        fail("quiet", 1, 1, REFUSED);
        failures.summariseAll();

        assertThat(warnings().subList(11, warnings().size()))
                .containsExactlyInAnyOrder(
                        "1 more notifications to http://reports:80 failed within 60 s: 1 times connection refused, not repeated",
                        "2 more notifications to http://archive:80 failed within 60 s: 2 times connection refused, not repeated");
    }

    private void fail(String host, int first, int last, String outcome) {
        for (int i = first; i <= last; i++) {
            failures.add(delivery(host, i, false), outcome);
        }
    }

    private void at(int second) {
        clock.set(NOON.plusSeconds(second));
    }

    private static Delivery delivery(String host, int group, boolean periodic) {
        return new Delivery(
                "Group" + group,
                periodic,
                receiver(host, "/states?token=sesame"),
                ReceiverAccess.OPEN,
                Duration.ofSeconds(1),
                null,
                null);
    }

    private static Receiver receiver(String host, String target) {
        return new Receiver(URI.create("http://" + host + target), "http://" + host + ":80");
    }

    private static String line(int group, String host, String outcome) {
        return "Notification for Campaign Group Group%d to http://%s/states failed: %s, not repeated"
                .formatted(group, host, outcome);
    }

    private static String uncapitalised(String text) {
        return text.substring(0, 1).toLowerCase() + text.substring(1);
    }

    private List<String> warnings() {
        return log.notifications(Level.WARN, "");
    }
}
