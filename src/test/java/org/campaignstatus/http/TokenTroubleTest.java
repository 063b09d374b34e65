package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Receiver.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without an access token nothing is sent, and the log says why the token endpoint handed out none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TokenTroubleTest {

    /** What an authorization server may do instead of handing out a token, and what the log says of that. */
    enum Trouble {
        ANSWER_400(Answer.statusWithBody(400, "{\"error\":\"sesame\"}"), "answer 400"),
        ANSWER_401(Answer.statusWith(401, "WWW-Authenticate: Basic realm=\"sesame\""), "answer 401"),
        ANSWER_302(Answer.statusWith(302, "Location: /elsewhere"), "answer 302"),
        ANSWER_503(Answer.statusWith(503, "Retry-After: 0"), "answer 503"),
        NO_BODY(Answer.bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true), "the answer is not JSON"),
        NOT_JSON(Answer.statusWithBody(200, "<html>sesame</html>"), "the answer is not JSON"),
        NO_TOKEN(Answer.statusWithBody(200, "{\"token\":\"sesame\"}"), "the answer holds no bearer token"),
        OTHER_TYPE(
                Answer.statusWithBody(200, "{\"access_token\":\"sesame\",\"token_type\":\"mac\"}"),
                "the answer holds no bearer token"),
        HEADER_INJECTION(
                Answer.statusWithBody(
                        200, "{\"access_token\":\"a\\r\\nX-Injected: sesame\",\"token_type\":\"Bearer\"}"),
                "the answer holds no bearer token"),
        ENDLESS(Answer.endless(), "answer too long"),
        ENDLESS_CHUNKS(TokenTroubleTest::endlessChunks, "answer too long"),
        SILENCE(Answer.silence(), "no whole answer in time"),
        DRIPPING(Answer.dripping(), "no whole answer in time"),
        CLOSED(Answer.close(), "connection closed without an answer"),
        NOBODY(null, "connection refused");

        private final Answer answer;
        private final String words;

        Trouble(Answer answer, String words) {
            this.answer = answer;
            this.words = words;
        }

        int dbid() {
            return ordinal() + 1;
        }

        String timeout() {
            return this == SILENCE || this == DRIPPING ? "1" : "60";
        }
    }

    private final Map<Trouble, Receiver> troubled = new EnumMap<>(Trouble.class);
    private final Map<Trouble, Receiver> untouched = new EnumMap<>(Trouble.class);
    private final Socket nobody = new Socket();
    private Program program;
    private LogCapture log;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Configured configuration = Configured.campaignGroups();
        for (Trouble trouble : Trouble.values()) {
            if (trouble.answer != null) {
                troubled.put(trouble, Receiver.start().answering(trouble.answer));
            }
            int port = trouble.answer == null
                    ? nobody.getLocalPort()
                    : troubled.get(trouble).port();
            // the log sums up what fails at one server, so each has one of its own
            untouched.put(trouble, Receiver.start());
            configuration.with(
                    trouble.dbid(),
                    "campaigngroup-states-uri",
                    untouched.get(trouble).uri("/states"),
                    "http-response-timeout",
                    trouble.timeout(),
                    "http-authentication",
                    "oauth2",
                    "oauth2-token-uri",
                    "http://127.0.0.1:" + port + "/token",
                    "oauth2-client-id",
                    "sesame",
                    "oauth2-client-secret",
                    "sesame");
        }
        log = LogCapture.start();
        program = Program.in(folder)
                .sendingTo("http://127.0.0.1:1/")
                .with("campaigngroup-states-interval", "0")
                .configuredBy(configuration.json())
                .start();
    }

    @AfterAll
    void stop() throws Exception {
        program.close();
        log.close();
        nobody.close();
        troubled.values().forEach(Receiver::close);
        untouched.values().forEach(Receiver::close);
    }

    /** A client that closes such an answer reads on to its end. */
    private static boolean endlessChunks(Socket socket, Request request) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] chunks = "1\r\nx\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        while (!socket.isClosed()) {
            out.write(chunks);
        }
        return false;
    }

    @ParameterizedTest
    @EnumSource
    void withoutATokenNothingIsSentAndTheLogSaysWhy(Trouble trouble) {
        program.handInLifecycle(trouble + ".json", event("loaded", trouble.dbid()));

        String line = "Notification for Campaign Group %s to %s failed: no access token: %s, not repeated"
                .formatted(
                        Configured.name(trouble.dbid()), untouched.get(trouble).uri("/states"), trouble.words);
        await().untilAsserted(() -> assertThat(failures(trouble.dbid())).containsExactly(line));
        assertThat(untouched.get(trouble).requests()).isEmpty();
        if (trouble.answer != null) {
            assertThat(troubled.get(trouble).requests()).hasSize(1);
        }
    }

    private List<String> failures(int dbid) {
        return log.lines().stream()
                .map(LogCapture.Line::message)
                .filter(message -> message.contains(Configured.name(dbid) + " ") && message.contains("failed"))
                .toList();
    }
}
