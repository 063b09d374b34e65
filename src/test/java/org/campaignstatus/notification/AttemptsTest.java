package org.campaignstatus.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.campaignstatus.configuration.Access;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.settings.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor's log messages 81000 and 81001, and what is logged of an attempt's end. */
final class AttemptsTest {

    private static final Path SHIPPED = Path.of("log4j2.properties");
    private static final String OFF = "# logger.notification.level = trace";

    private final Attempts attempts = new Attempts(new FailureLog(Clock.systemUTC()));

    @Test
    void aNotificationIsMessage81000() {
        try (LogCapture log = LogCapture.withEveryNotification()) {
            attempts.begin(notification(delivery(false)));

            assertThat(log.notifications(Level.TRACE, ""))
                    .containsExactly("81000 Sending HTTP status notification CampaignGroupState for Campaign Group "
                            + "Campaign1@Group1 to https://reports.example.com/states");
        }
    }

    @Test
    void aPeriodicOneIsMessage81001() {
        try (LogCapture log = LogCapture.withEveryNotification()) {
            attempts.begin(notification(delivery(true)));

            assertThat(log.notifications(Level.TRACE, ""))
                    .containsExactly("81001 Sending periodic HTTP status notification CampaignGroupState for Campaign "
                            + "Group Campaign1@Group1 to https://reports.example.com/states");
        }
    }

    @Test
    void bothAreOffAsShipped(@TempDir Path folder) throws Exception {
        try (LogCapture log = LogCapture.start()) {
            attempts.begin(notification(delivery(false)));
            attempts.begin(notification(delivery(true)));

            assertThat(log.lines()).isEmpty();
        }
        assertThat(level(folder, Files.readString(SHIPPED))).isEqualTo(Level.INFO);
    }

    @Test
    void theCommentedLineOfTheShippedFileTurnsThemOn(@TempDir Path folder) throws Exception {
        String shipped = Files.readString(SHIPPED);

        assertThat(shipped).containsOnlyOnce(OFF);
        assertThat(level(folder, shipped.replace(OFF, OFF.substring(2)))).isEqualTo(Level.TRACE);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void anAnswerOf2xxIsNotWorthALine(int status) {
        try (LogCapture log = LogCapture.start()) {
            attempts.answered(delivery(false), status);

            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 300, 301, 304, 400, 500, 599})
    void anyOtherAnswerIsAFailure(int status) {
        try (LogCapture log = LogCapture.start()) {
            attempts.answered(delivery(false), status);

            assertThat(log.notifications(Level.WARN, "")).containsExactly(failed("answer " + status));
        }
    }

    @Test
    void noAnswerIsAFailureInOurOwnWords() {
        try (LogCapture log = LogCapture.start()) {
            attempts.failed(delivery(false), new SocketTimeoutException("sesame"));

            assertThat(log.notifications(Level.WARN, "")).isEqualTo(List.of(failed("no whole answer in time")));
        }
    }

    @Test
    void aProblemThatNobodyThoughtOfIsNamedByItsKindOnly() {
        try (LogCapture log = LogCapture.start()) {
            attempts.failed(delivery(false), new IllegalStateException("sesame"));

            assertThat(log.notifications(Level.WARN, "")).isEqualTo(List.of(failed("IllegalStateException")));
        }
    }

    private static String failed(String outcome) {
        return "Notification for Campaign Group Campaign1@Group1 to https://reports.example.com/states failed: "
                + outcome + ", not repeated";
    }

    private static Delivery delivery(boolean periodic) {
        Receiver receiver = new Receiver(
                URI.create("https://reports.example.com/states?token=sesame"), "https://reports.example.com:443");
        return new Delivery("Campaign1@Group1", periodic, receiver, Access.OPEN, Duration.ofSeconds(1), null, null);
    }

    private static Notification notification(Delivery delivery) {
        return new Notification(
                delivery, null, null, null, null, null, null, null, null, null, null, null, null, null, null, 0, 0, 0,
                null, null, null, null, null);
    }

    /** The level of notifications under a logging file, which has no effect on the one of this test. */
    private static Level level(Path folder, String properties) throws Exception {
        Path file = Files.writeString(folder.resolve("log4j2.properties"), properties);
        Configuration configuration = ConfigurationFactory.getInstance()
                .getConfiguration(new LoggerContext("shipped"), "shipped", file.toUri());
        configuration.initialize();
        return configuration.getLoggerConfig(LogCapture.NOTIFICATIONS).getLevel();
    }
}
