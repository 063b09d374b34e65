package org.campaignstatus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A receiver that answers without end, or with more than anybody asked for, costs a connection and no more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileAnswersTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String TOO_LONG = "answer too long";
    private static final String LATE = "no whole answer in time";
    private static final int MEBIBYTE = 1024 * 1024;

    /** What the receiver answers to the first request, and what the log says of that; null if it is a success. */
    enum Hostility {
        GZIP_BOMB(Hostility::bomb, null),
        TEN_THOUSAND_HEADERS(once(OK + "X: y\r\n".repeat(10_000) + "\r\n"), TOO_LONG),
        HEADERS_WITHOUT_END(endless(OK, "X: y\r\n".repeat(1000)), TOO_LONG),
        A_HEADER_WITHOUT_END(endless(OK + "X: ", "y".repeat(8192)), TOO_LONG),
        A_STATUS_LINE_WITHOUT_END(endless("HTTP/1.1 200 ", "y".repeat(8192)), TOO_LONG),
        TRAILERS_WITHOUT_END(
                endless(OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n".repeat(1000)), TOO_LONG),
        A_CHUNK_SIZE_WITHOUT_END(endless(OK + "Transfer-Encoding: chunked\r\n\r\n1;", "x".repeat(8192)), TOO_LONG),
        CHUNKS_WITHOUT_END(endless(OK + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n".repeat(1000)), TOO_LONG),
        CONTINUE_WITHOUT_END(endless("", "HTTP/1.1 100 Continue\r\n\r\n".repeat(100)), LATE),
        A_BYTE_OF_THE_HEAD_A_SECOND(Hostility::slowHead, LATE);

        private final Answer answer;
        private final String words;

        Hostility(Answer answer, String words) {
            this.answer = answer;
            this.words = words;
        }

        private static Answer once(String bytes) {
            return Answer.bytes(bytes, false);
        }

        private static Answer endless(String beginning, String again) {
            return (socket, request) -> {
                OutputStream out = socket.getOutputStream();
                out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
                byte[] bytes = again.getBytes(StandardCharsets.ISO_8859_1);
                while (!socket.isClosed()) {
                    out.write(bytes);
                }
                return false;
            };
        }

        /** Ten thousand bytes that would be ten million. */
        private static boolean bomb(Socket socket, Receiver.Request request) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(new byte[10 * MEBIBYTE]);
            }
            String head = OK + "Content-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(packed.toByteArray());
            return true;
        }

        private static boolean slowHead(Socket socket, Receiver.Request request) throws IOException {
            for (int i = 0; !socket.isClosed(); i++) {
                socket.getOutputStream().write((OK + "X-Long: " + "y".repeat(1000)).charAt(i));
                try {
                    new CountDownLatch(1).await(1, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    return false;
                }
            }
            return false;
        }
    }

    private final Map<Hostility, Receiver> receivers = new EnumMap<>(Hostility.class);
    private Program program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Configured configuration = Configured.campaignGroups();
        for (Hostility hostility : Hostility.values()) {
            Receiver receiver = Receiver.start().answering(hostility.answer.once(Answer.status(200)));
            receivers.put(hostility, receiver);
            configuration.with(
                    dbid(hostility),
                    "campaigngroup-states-uri",
                    receiver.uri("/"),
                    "http-response-timeout",
                    hostility.words == LATE ? "2" : "60");
        }
        program = Program.in(folder)
                .with("send-campaigngroup-states", "true")
                .with("campaigngroup-states-interval", "0")
                .configuredBy(configuration.json())
                .start();
    }

    @AfterAll
    void stop() {
        program.close();
        receivers.values().forEach(Receiver::close);
    }

    @ParameterizedTest
    @EnumSource
    void itCostsOneConnectionAndTheNextEventIsSent(Hostility hostility) {
        Receiver receiver = receivers.get(hostility);
        try (LogCapture log = LogCapture.start()) {
            program.handInLifecycle(hostility + "-1.json", Configured.event("loaded", dbid(hostility)));
            program.lifecycleInbox().awaitTaken(hostility + "-1.json");
            program.handInLifecycle(hostility + "-2.json", Configured.event("started", dbid(hostility)));
            program.lifecycleInbox().awaitTaken(hostility + "-2.json");
            await().until(() -> receiver.requests().size() == 2);

            assertThat(receiver.connections()).isBetween(hostility.words == null ? 1 : 2, 2);
            assertThat(log.notifications(Level.WARN, ""))
                    .isEqualTo(
                            hostility.words == null
                                    ? List.of()
                                    : List.of("Notification for Campaign Group %s to %s failed: %s, not repeated"
                                            .formatted(
                                                    Configured.name(dbid(hostility)),
                                                    receiver.uri("/"),
                                                    hostility.words)));
        }
    }

    private static int dbid(Hostility hostility) {
        return 1 + hostility.ordinal();
    }
}
