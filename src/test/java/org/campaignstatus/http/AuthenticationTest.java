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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Receiver.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the receiver is shown, by the application's options and by the campaign group's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuthenticationTest {

    private static final int PLAIN = 1;
    private static final int BASIC = 2;
    private static final int FILE = 3;
    private static final int OWN_HEADERS = 4;
    private static final int OAUTH2 = 5;
    private static final int SAME_CLIENT = 6;
    private static final int REJECTED = 7;
    private static final int RECOVERING = 8;
    private static final int FOR_EVER = 9;
    private static final int FIRST_WITH_TROUBLE = 100;

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
        ENDLESS_CHUNKS(AuthenticationTest::endlessChunks, "answer too long"),
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
            return FIRST_WITH_TROUBLE + ordinal();
        }

        String timeout() {
            return this == SILENCE || this == DRIPPING ? "1" : "60";
        }
    }

    private final Receiver receiver = Receiver.start();
    private final AtomicInteger handedOut = new AtomicInteger();
    private final AtomicInteger files = new AtomicInteger();
    private final Receiver login = Receiver.start().answering(this::handOut);
    private final Receiver generous = Receiver.start()
            .answering(
                    Answer.statusWithBody(200, "{\"access_token\":\"eternal\",\"expires_in\":" + Long.MAX_VALUE + "}"));
    private final Map<Trouble, Receiver> troubled = new EnumMap<>(Trouble.class);
    private final Map<Trouble, Receiver> untouched = new EnumMap<>(Trouble.class);
    private final Receiver refusing = Receiver.start();
    private final Socket nobody = new Socket();
    private Path tokenFile;
    private Program program;
    private LogCapture log;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        tokenFile = Files.writeString(folder.resolve("token"), "first\n");
        Configured configuration = Configured.campaignGroups()
                .with(PLAIN)
                .with(
                        BASIC,
                        "http-authentication",
                        "basic",
                        "http-username",
                        "gr\u00fcn",
                        "http-password",
                        "a:b \u20ac")
                .with(FILE, "http-authentication", "bearer", "http-bearer-token", "file:" + tokenFile)
                .with(OWN_HEADERS, "http-custom-headers", "X-Api-Key: 1|a:b\nAuthorization: ApiKey own\nAccept: */*")
                .with(OAUTH2, oauth2(login, "repo rts:1", "s&cret=1", "states.write other"))
                .with(SAME_CLIENT, oauth2(login, "repo rts:1", "s&cret=1", "states.write other"))
                .with(REJECTED, to(refusing, oauth2(login, "rejected", "secret", "")))
                .with(FOR_EVER, oauth2(generous, "for ever", "secret", ""))
                .with(RECOVERING, oauth2(login, "recovering", "secret", ""));
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
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("http-custom-headers", "X-Site: Hall 4\nX-Empty-Not: v")
                .configuredBy(configuration.json())
                .start();
    }

    private static String[] oauth2(Receiver login, String id, String secret, String scope) {
        return new String[] {
            "http-authentication", "oauth2",
            "oauth2-token-uri", login.uri("/token?tenant=a%2Bb"),
            "oauth2-client-id", id,
            "oauth2-client-secret", secret,
            "oauth2-scope", scope
        };
    }

    private static String[] to(Receiver receiver, String... options) {
        return Stream.concat(Stream.of("campaigngroup-states-uri", receiver.uri("/states")), Stream.of(options))
                .toArray(String[]::new);
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

    private boolean handOut(Socket socket, Request request) throws IOException {
        return Answer.statusWithBody(
                        200,
                        "{\"access_token\":\"token%d\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                                .formatted(handedOut.incrementAndGet()))
                .answer(socket, request);
    }

    @AfterAll
    void stop() throws Exception {
        program.close();
        log.close();
        receiver.close();
        login.close();
        generous.close();
        nobody.close();
        refusing.close();
        troubled.values().forEach(Receiver::close);
        untouched.values().forEach(Receiver::close);
    }

    @Test
    void headersOfTheSiteAreAdded() {
        hand(PLAIN, "loaded");

        assertThat(request(PLAIN, 1).headers())
                .containsEntry("x-site", "Hall 4")
                .containsEntry("x-empty-not", "v")
                .doesNotContainKey("authorization");
    }

    @Test
    void headersOfTheCampaignGroupComeInTheirPlace() {
        hand(OWN_HEADERS, "loaded");

        assertThat(request(OWN_HEADERS, 1).headers())
                .containsEntry("x-api-key", "1|a:b")
                .containsEntry("authorization", "ApiKey own")
                .containsEntry("accept", "*/*")
                .doesNotContainKey("x-site");
    }

    @Test
    void basicIsSentWithTheFirstRequestInUtf8() {
        hand(BASIC, "loaded");

        assertThat(request(BASIC, 1).headers())
                .containsEntry(
                        "authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("gr\u00fcn:a:b \u20ac".getBytes(StandardCharsets.UTF_8)));
        assertThat(about(BASIC)).hasSize(1);
    }

    @Test
    void aTokenFromAFileCountsAsSoonAsTheFileIsWritten() throws IOException {
        hand(FILE, "loaded");
        assertThat(request(FILE, 1).headers()).containsEntry("authorization", "Bearer first");

        Files.writeString(tokenFile, "second-token");
        // an edit counts once it is as old as the program's look at the file
        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            hand(FILE, "started");
            return about(FILE).stream()
                    .anyMatch(one -> one.headers().get("authorization").equals("Bearer second-token"));
        });
    }

    @Test
    void oneTokenIsFetchedForAllPostsOfAClient() {
        for (String event : List.of("loaded", "started", "stopped", "unloaded")) {
            hand(OAUTH2, event);
            hand(SAME_CLIENT, event);
        }
        request(OAUTH2, 4);
        request(SAME_CLIENT, 4);

        assertThat(tokenRequests("repo+rts%3A1:s%26cret%3D1")).hasSize(1);
        Request asked = tokenRequests("repo+rts%3A1:s%26cret%3D1").get(0);
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.target()).isEqualTo("/token?tenant=a%2Bb");
        assertThat(asked.headers())
                .containsEntry("content-type", "application/x-www-form-urlencoded")
                .containsEntry("accept", "application/json")
                .doesNotContainKey("x-site");
        assertThat(asked.text()).isEqualTo("grant_type=client_credentials&scope=states.write+other");
        assertThat(about(OAUTH2))
                .extracting(one -> one.headers().get("authorization"))
                .containsOnly(about(SAME_CLIENT).get(0).headers().get("authorization"))
                .first()
                .asString()
                .startsWith("Bearer token");
    }

    @Test
    void aPostThatIsAnswered401IsNotRepeatedAndTheNextOneHasANewToken() {
        String client = "rejected:secret";
        refusing.answering((socket, request) ->
                Answer.status(tokenRequests(client).size() == 1 ? 401 : 200).answer(socket, request));

        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            hand(REJECTED, "started");
            return shown().distinct().count() == 2;
        });

        assertThat(failures(REJECTED)).isNotEmpty().allMatch(line -> line.endsWith("failed: answer 401, not repeated"));
        assertThat(tokenRequests(client)).hasSize(2);
        assertThat(actors(refusing.requests())).doesNotHaveDuplicates();
    }

    private Stream<String> shown() {
        return refusing.requests().stream().map(request -> request.headers().get("authorization"));
    }

    @ParameterizedTest
    @EnumSource
    void withoutATokenNothingIsSentAndTheLogSaysWhy(Trouble trouble) {
        hand(trouble.dbid(), "loaded");

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

    @Test
    void aTokenThatIsSaidToBeGoodForEverIsUsed() {
        hand(FOR_EVER, "loaded");
        hand(FOR_EVER, "started");

        assertThat(request(FOR_EVER, 2).headers()).containsEntry("authorization", "Bearer eternal");
        assertThat(generous.requests()).hasSize(1);
    }

    @Test
    void anEndpointThatComesBackIsAskedAgain() {
        login.answering(Answer.status(500));
        hand(RECOVERING, "loaded");
        await().until(() -> !failures(RECOVERING).isEmpty());
        login.answering(this::handOut);

        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            hand(RECOVERING, "started");
            return !about(RECOVERING).isEmpty();
        });
        assertThat(actors(about(RECOVERING))).doesNotHaveDuplicates();
    }

    private List<Request> tokenRequests(String client) {
        String basic = "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.US_ASCII));
        return login.requests().stream()
                .filter(request -> request.headers().get("authorization").equals(basic))
                .toList();
    }

    /** Each event has an actor of its own, by which its notification is known. */
    private void hand(int dbid, String event) {
        int number = files.incrementAndGet();
        program.handInLifecycle("%06d.json".formatted(number), event(event, dbid, number));
    }

    private static List<Integer> actors(List<Request> requests) {
        return requests.stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue())
                .toList();
    }

    private Request request(int dbid, int number) {
        return await().until(() -> about(dbid), found -> found.size() >= number).get(number - 1);
    }

    private List<Request> about(int dbid) {
        return receiver.requests().stream()
                .filter(request -> request.json()
                        .get("GSW_CAMPAIGN_GROUP_DBID")
                        .textValue()
                        .equals(Integer.toString(dbid)))
                .toList();
    }
}
