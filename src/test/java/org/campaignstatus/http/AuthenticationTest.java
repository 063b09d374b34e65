package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
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

    private final Receiver receiver = Receiver.start();
    private final AtomicInteger handedOut = new AtomicInteger();
    private final AtomicInteger files = new AtomicInteger();
    private final Receiver login = Receiver.start().answering(this::handOut);

    private final Receiver generous = Receiver.start()
            .answering(
                    Answer.statusWithBody(200, "{\"access_token\":\"eternal\",\"expires_in\":" + Long.MAX_VALUE + "}"));

    private final Receiver refusing = Receiver.start();
    private Path tokenFile;
    private Program program;
    private LogCapture log;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
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
        refusing.close();
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
    void aTokenFromAFileAppliesAsSoonAsTheFileIsWritten() throws IOException {
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
