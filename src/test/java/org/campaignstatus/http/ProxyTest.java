package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Receiver.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy on the way to http receivers and to token endpoints, and one that lets nobody through to an https receiver. */
final class ProxyTest {

    private static final int GROUP = 1;

    /** reports:sesame */
    private static final String CREDENTIALS = "Basic cmVwb3J0czpzZXNhbWU=";

    private final Receiver proxy = Receiver.start();
    private final Receiver receiver = Receiver.start();
    private final LogCapture log = LogCapture.start();

    @TempDir
    private Path folder;

    private Program program;

    @AfterEach
    void stop() {
        program.close();
        log.close();
        proxy.close();
        receiver.close();
    }

    @Test
    void theProxyGetsTheWholeUriByteForByteAndTheReceiverNothing() throws Exception {
        String uri = "http://reports.example.com:8080/a/../st%61tes?token=a%2Bb&c=d+e";
        start(uri, "http-proxy", proxy.uri(""));

        Request request = request(proxy, 1);

        assertThat(request.head())
                .startsWith("POST " + uri + " HTTP/1.1")
                .contains("Host: reports.example.com:8080", "Content-Type: application/json")
                .noneMatch(line -> line.startsWith("Proxy-Authorization"));
        assertThat(request.json().get("GSW_USER_EVENT").textValue()).isEqualTo("CampaignGroupState");
    }

    @Test
    void theProxyIsShownItsCredentialsWithTheFirstRequest() throws Exception {
        start(
                receiver.uri("/states"),
                "http-proxy",
                proxy.uri("/"),
                "http-proxy-username",
                "reports",
                "http-proxy-password",
                "sesame",
                "http-authentication",
                "bearer",
                "http-bearer-token",
                "for-the-receiver");

        assertThat(request(proxy, 1).headers())
                .containsEntry("proxy-authorization", CREDENTIALS)
                .containsEntry("authorization", "Bearer for-the-receiver");
        assertThat(proxy.requests()).hasSize(1);
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void aTokenIsFetchedThroughTheProxyToo() throws Exception {
        proxy.answering((socket, request) ->
                Answer.statusWithBody(200, "{\"access_token\":\"abc\"}").answer(socket, request));
        start(
                receiver.uri("/states"),
                "http-proxy",
                proxy.uri("/"),
                "http-proxy-username",
                "reports",
                "http-proxy-password",
                "sesame",
                "http-authentication",
                "oauth2",
                "oauth2-token-uri",
                "http://login.example.com/token?tenant=a%2Bb",
                "oauth2-client-id",
                "id",
                "oauth2-client-secret",
                "secret");

        assertThat(request(proxy, 1).head()).startsWith("POST http://login.example.com/token?tenant=a%2Bb HTTP/1.1");
        assertThat(proxy.requests().get(0).headers()).containsEntry("proxy-authorization", CREDENTIALS);
        assertThat(request(proxy, 2).headers()).containsEntry("authorization", "Bearer abc");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void aProxyThatWantsOtherCredentialsIsAskedOnce() throws Exception {
        proxy.answering(Answer.statusWith(407, "Proxy-Authenticate: Basic realm=\"sesame\""));
        start(
                receiver.uri("/states"),
                "http-proxy",
                proxy.uri(""),
                "http-proxy-username",
                "reports",
                "http-proxy-password",
                "sesame");

        assertFailure("answer 407, by way of proxy 127.0.0.1:" + proxy.port());
        assertThat(proxy.requests()).hasSize(1);
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        int port = proxy.port();
        proxy.close();
        start(receiver.uri("/states"), "http-proxy", "http://127.0.0.1:" + port);

        assertFailure("connection refused, by way of proxy 127.0.0.1:" + port);
        assertThat(receiver.requests()).isEmpty();
    }

    /** Whatever a proxy answers instead of opening a tunnel, nothing has reached the receiver. */
    @ParameterizedTest
    @ValueSource(ints = {201, 204, 302, 403, 407, 502})
    void aTunnelThatIsRejectedIsAFailureAndTheReceiversCredentialsStayHere(int status) throws Exception {
        proxy.answering(Answer.statusWithBody(status, ""));
        start(
                "https://reports.example.com/states?token=sesame",
                "http-proxy",
                proxy.uri(""),
                "http-proxy-username",
                "reports",
                "http-proxy-password",
                "sesame",
                "http-authentication",
                "bearer",
                "http-bearer-token",
                "for-the-receiver",
                "http-custom-headers",
                "X-Key: for-the-receiver");

        assertFailure("no tunnel, answer " + status + ", by way of proxy 127.0.0.1:" + proxy.port());
        assertThat(proxy.requests()).singleElement().satisfies(connect -> {
            assertThat(connect.head()).startsWith("CONNECT reports.example.com:443 HTTP/1.1");
            assertThat(connect.headers()).containsEntry("proxy-authorization", CREDENTIALS);
            assertThat(connect.head().toString()).doesNotContain("for-the-receiver", "token");
        });
    }

    /** A connection is given back in another way after an answer that cannot have a body. */
    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden\r\nContent-Length: 0", "204 No Content"})
    void aRejectedTunnelDoesNotCostAConnection(String answer) throws Exception {
        proxy.answering(Answer.bytes("HTTP/1.1 " + answer + "\r\n\r\n", true));
        start("https://reports.example.com/states", "http-proxy", proxy.uri(""));
        for (int i = 0; i < 20; i++) {
            program.handInLifecycle("more%02d.json".formatted(i), event("started", GROUP));
        }

        await().until(() -> proxy.requests().size() == 21);
        await().until(() -> proxy.open() <= 1);
    }

    private void start(String uri, String... options) throws Exception {
        program = Program.in(folder)
                .sendingTo(uri)
                .with("campaigngroup-states-interval", "0")
                .configuredBy(Configured.campaignGroups().with(GROUP, options).json())
                .start();
        program.handInLifecycle("event.json", event("loaded", GROUP));
    }

    private void assertFailure(String words) {
        List<String> lines = await().until(() -> log.notifications(Level.WARN, ""), found -> !found.isEmpty());
        assertThat(lines).singleElement().asString().endsWith("failed: " + words + ", not repeated");
        assertThat(log.lines().toString()).doesNotContain("sesame");
    }

    private static Request request(Receiver receiver, int number) {
        return await().until(receiver::requests, found -> found.size() >= number)
                .get(number - 1);
    }
}
