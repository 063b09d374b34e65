package org.campaignstatus.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.notification.Notification;
import org.campaignstatus.settings.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor's log messages 81000 and 81001, and what is logged of an attempt's end. */
final class DeliveryAttemptsTest {

    private static final Path SHIPPED = Path.of("log4j2.properties");
    private static final String OFF = "# logger.notification.level = trace";

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);

    private final DeliveryAttempts attempts =
            new DeliveryAttempts(Clock.systemUTC(), new FailureLog(Clock.systemUTC()));

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
            attempts.answered(sending(false), status);

            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 300, 301, 304, 400, 500, 599})
    void anyOtherAnswerIsAFailure(int status) {
        try (LogCapture log = LogCapture.start()) {
            attempts.answered(sending(false), status);

            assertThat(log.notifications(Level.WARN, "")).containsExactly(failed("answer " + status));
        }
    }

    @Test
    void noAnswerIsAFailureInOurOwnWords() {
        try (LogCapture log = LogCapture.start()) {
            attempts.failed(sending(false), new SocketTimeoutException("sesame"));

            assertThat(log.notifications(Level.WARN, "")).isEqualTo(List.of(failed("no whole answer in time")));
        }
    }

    @Test
    void aProblemThatNobodyThoughtOfIsLoggedOnceByItsKindAndPlace() {
        try (LogCapture log = LogCapture.start()) {
            attempts.failed(sending(false), new IllegalStateException("sesame"));
            attempts.failed(sending(false), new IllegalStateException("sesame"));

            assertThat(log.notifications(Level.WARN, ""))
                    .isEqualTo(List.of(failed("unexpected error"), failed("unexpected error")));
            assertThat(log.notifications(Level.ERROR, ""))
                    .singleElement()
                    .asString()
                    .startsWith("An unexpected java.lang.IllegalStateException; ")
                    .contains(getClass().getName())
                    .doesNotContain("sesame");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, DELIVERED",
        "299, DELIVERED",
        "301, ANSWER_3XX",
        "404, ANSWER_4XX",
        "503, ANSWER_5XX",
        "101, ANSWER_OTHER",
        "600, ANSWER_OTHER"
    })
    void eachListenerIsCalledOncePerAnswer(int status, OutcomeClass type) {
        List<DeliveryAttempt> first = new ArrayList<>();
        List<DeliveryAttempt> second = new ArrayList<>();
        DeliveryAttempts told = new DeliveryAttempts(Clock.fixed(NOON, ZoneOffset.UTC), first::add, second::add);
        Delivery delivery = delivery(false);

        PendingAttempt sending = told.begin(notification(delivery));
        sending.json(JSON);
        told.answered(sending, status);

        assertThat(first).hasSize(1).isEqualTo(second);
        DeliveryAttempt attempt = first.get(0);
        assertThat(attempt.delivery()).isSameAs(delivery);
        assertThat(attempt.json()).isSameAs(JSON);
        assertThat(attempt.begun()).isEqualTo(NOON);
        assertThat(attempt.duration()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(attempt.outcome()).isEqualTo(new Outcome(type, "answer " + status));
    }

    @Test
    void aListenerThatFailsDoesNotStopTheOthers() {
        List<DeliveryAttempt> ended = new ArrayList<>();
        DeliveryAttempts told = new DeliveryAttempts(
                Clock.systemUTC(),
                attempt -> {
                    throw new IllegalStateException();
                },
                ended::add);
        try (LogCapture log = LogCapture.start()) {
            told.answered(sending(false), 200);

            assertThat(ended).hasSize(1);
            assertThat(log.notifications(Level.ERROR, "")).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource
    void everyProblemHasAClass(Exception problem, OutcomeClass type) {
        assertThat(Outcome.failed(problem).type()).isEqualTo(type);
    }

    static Stream<Arguments> everyProblemHasAClass() {
        return Stream.of(
                Arguments.of(new SocketTimeoutException(), OutcomeClass.TIMEOUT),
                Arguments.of(new ConnectTimeoutException(""), OutcomeClass.TIMEOUT),
                Arguments.of(new ConnectException(), OutcomeClass.UNREACHABLE),
                Arguments.of(new HttpHostConnectException(""), OutcomeClass.UNREACHABLE),
                Arguments.of(new UnknownHostException(), OutcomeClass.UNREACHABLE),
                Arguments.of(new NoRouteToHostException(), OutcomeClass.UNREACHABLE),
                Arguments.of(new SocketException(), OutcomeClass.BROKEN_OFF),
                Arguments.of(new NoHttpResponseException(""), OutcomeClass.BROKEN_OFF),
                Arguments.of(new ConnectionClosedException(), OutcomeClass.BROKEN_OFF),
                Arguments.of(new TruncatedChunkException(""), OutcomeClass.BROKEN_OFF),
                Arguments.of(new IOException("Broken pipe"), OutcomeClass.BROKEN_OFF),
                Arguments.of(new RequestFailedException("Request aborted"), OutcomeClass.TIMEOUT),
                Arguments.of(new MalformedChunkCodingException(""), OutcomeClass.BAD_ANSWER),
                Arguments.of(new SSLHandshakeException(""), OutcomeClass.TLS),
                Arguments.of(new MessageConstraintException(""), OutcomeClass.BAD_ANSWER),
                Arguments.of(new ProtocolException(""), OutcomeClass.BAD_ANSWER),
                Arguments.of(NoTokenException.answered(401), OutcomeClass.NO_TOKEN),
                Arguments.of(new ProxyRefusedException(403), OutcomeClass.PROXY),
                Arguments.of(new IllegalStateException(), OutcomeClass.OTHER));
    }

    private static String failed(String outcome) {
        return "Notification for Campaign Group Campaign1@Group1 to https://reports.example.com/states failed: "
                + outcome + ", not repeated";
    }

    private static PendingAttempt sending(boolean periodic) {
        PendingAttempt sending = new PendingAttempt(delivery(periodic), NOON);
        sending.requested();
        return sending;
    }

    private static Delivery delivery(boolean periodic) {
        Receiver receiver = new Receiver(
                URI.create("https://reports.example.com/states?token=sesame"), "https://reports.example.com:443");
        return new Delivery(
                "Campaign1@Group1", periodic, receiver, ReceiverAccess.OPEN, Duration.ofSeconds(1), null, null);
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
