package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Certificates;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A connection that the receiver has closed, or sent on what nobody asked for, is not used for the next notification, in
 * whatever way it was opened.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StaleConnectionTest {

    private static final int KEPT = 100;
    private static final int FAST = 200;
    private static final int EVENTS = 4;
    private static final int MANY = 50;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    /** How the program comes by the receiver. */
    enum Way {
        PLAIN,
        TLS_1_2,
        TLS_1_3,
        TUNNEL
    }

    /** What the receiver does behind its answer. */
    enum End {
        CLOSED(Answer.bytes(OK, false), true),
        ENDED(
                (socket, request) -> {
                    Answer.status(200).answer(socket, request);
                    socket.shutdownOutput();
                    return true;
                },
                false),
        TIMED_OUT(surplus("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"), false),
        ANSWERED_TWICE(surplus(OK), false),
        FAILED_AS_WELL(Answer.bytes(OK + "HTTP/1.1 503 Whatever\r\nContent-Length: 0\r\n\r\n", true), false);

        private final Answer answer;
        private final boolean closes;

        End(Answer answer, boolean closes) {
            this.answer = answer;
            this.closes = closes;
        }

        /** In a packet, or a TLS record, of its own. */
        private static Answer surplus(String bytes) {
            return (socket, request) -> {
                Answer.status(200).answer(socket, request);
                socket.getOutputStream().flush();
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                return true;
            };
        }
    }

    private final Map<Integer, Receiver> receivers = new HashMap<>();
    private final List<Receiver> proxies = new ArrayList<>();
    private final Configured configuration = Configured.campaignGroups();
    private final LogCapture log = LogCapture.start();
    private Certificates certificates;
    private Program program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        certificates = Certificates.in(folder).root("root").issued("server", "root");
        for (Way way : Way.values()) {
            for (End end : End.values()) {
                add(dbid(way, end), way, end.answer);
            }
            add(KEPT + way.ordinal(), way, Answer.status(200));
        }
        add(FAST, Way.PLAIN, End.CLOSED.answer);
        program = Program.in(folder)
                .with("send-campaigngroup-states", "true")
                .with("campaigngroup-states-interval", "0")
                .with(
                        "tls.trust-store",
                        Certificates.write(certificates.trusting("root"), folder.resolve("trusted.p12"))
                                .toString())
                .with("tls.trust-store-password", Certificates.PASSWORD)
                .configuredBy(configuration.json())
                .start();
    }

    @AfterAll
    void stop() {
        program.close();
        log.close();
        proxies.forEach(Receiver::close);
        receivers.values().forEach(Receiver::close);
    }

    private void add(int dbid, Way way, Answer answer) throws Exception {
        Receiver receiver = way == Way.PLAIN
                ? Receiver.start()
                : Receiver.startTls(
                        certificates.receiver("server", "root"), false, way == Way.TLS_1_2 ? "TLSv1.2" : "TLSv1.3");
        receivers.put(dbid, receiver.answering(answer));
        String uri = way == Way.PLAIN ? receiver.uri("/states") : receiver.tlsUri("/states");
        if (way == Way.TUNNEL) {
            Receiver proxy = Receiver.start().answering(Answer.tunnel(receiver.port()));
            proxies.add(proxy);
            configuration.with(dbid, "campaigngroup-states-uri", uri, "http-proxy", proxy.uri(""));
        } else {
            configuration.with(dbid, "campaigngroup-states-uri", uri);
        }
    }

    private static int dbid(Way way, End end) {
        return 1 + way.ordinal() * End.values().length + end.ordinal();
    }

    static Stream<Arguments> waysAndEnds() {
        return Stream.of(Way.values()).flatMap(way -> Stream.of(End.values()).map(end -> Arguments.of(way, end)));
    }

    @ParameterizedTest
    @MethodSource("waysAndEnds")
    void itIsNotUsedAndEveryNotificationIsDeliveredOnce(Way way, End end) {
        int dbid = dbid(way, end);
        Receiver receiver = receivers.get(dbid);
        for (int i = 1; i <= EVENTS; i++) {
            String file = "%s-%s-%d.json".formatted(way, end, i);
            int expected = i;
            program.handInLifecycle(file, event("started", dbid, i));
            await().until(() -> receiver.requests().size() == expected);
            program.lifecycleInbox().awaitTaken(file);
            await().until(() -> !end.closes || receiver.open() == 0);
        }

        assertThat(receiver.requests())
                .extracting(request ->
                        request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue())
                .containsExactly(1, 2, 3, 4);
        assertThat(receiver.requests()).extracting(Receiver.Request::connection).doesNotHaveDuplicates();
        assertNoneFailed(dbid);
    }

    /** TLS 1.3 sends session tickets behind the handshake; they must not be taken for an answer. */
    @ParameterizedTest
    @EnumSource
    void aConnectionThatIsAsTheAnswerLeftItIsKept(Way way) {
        Receiver receiver = receivers.get(KEPT + way.ordinal());

        program.handInLifecycle(way + ".jsonl", events(KEPT + way.ordinal()));
        await().until(() -> receiver.requests().size() == MANY);

        assertThat(receiver.connections()).isLessThan(MANY / 5);
    }

    /** As fast as they come: the receiver may close a moment after the program has read its answer. */
    @Test
    void aReceiverThatClosesAfterEachAnswerWithoutSayingSoGetsAll() {
        program.handInLifecycle("day.jsonl", events(FAST));
        await().until(() -> receivers.get(FAST).requests().size() == MANY);

        assertThat(receivers.get(FAST).connections()).isEqualTo(MANY);
        assertNoneFailed(FAST);
    }

    private void assertNoneFailed(int dbid) {
        assertThat(log.notifications(Level.WARN, Configured.name(dbid) + " ")).isEmpty();
    }

    private static String events(int dbid) {
        return IntStream.range(0, MANY).mapToObj(i -> event("started", dbid, i)).collect(Collectors.joining("\n"));
    }
}
