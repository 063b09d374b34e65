package org.campaignstatus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.campaignstatus.harness.IngestClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.inbox.InboxWriter;
import org.campaignstatus.settings.ListeningPort;
import org.campaignstatus.settings.SettingKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How much clients may ask of the server, how many at a time, and how long they may take. No route runs, so a request that is
 * let in is answered 503, to be repeated after 2 seconds.
 */
final class IngestServerTest {

    private static final String POST = "POST /lifecycle-events HTTP/1.1\r\nHost: localhost\r\n";

    private final IngestClient client = new IngestClient(Ports.free());

    @TempDir
    private Path inbox;

    private IngestServer server;

    private void listen(Limits limits) throws IOException {
        server = new IngestServer(
                new ListeningPort("127.0.0.1", client.port()),
                SettingKeys.INGEST_TOKEN.parse("", "the test"),
                new InboxWriter(inbox, Clock.systemUTC()),
                limits);
        server.listen();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void assertLetIn(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example.com", "evil.example.com:8089", "127.0.0.1.evil.example.com"})
    void withoutATokenAPageOfAnotherNameIsNotLetIn(String host) throws IOException {
        listen(Limits.DEFAULT);

        assertThat(head("POST /lifecycle-events HTTP/1.1\r\nHost: " + host
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"))
                .startsWith("HTTP/1.1 421 ");
    }

    @Test
    void aHeadThatIsTooLongIsRejected() throws IOException {
        listen(Limits.DEFAULT);

        assertThat(head(POST + "X: " + "x".repeat(9000) + "\r\n\r\n")).startsWith("HTTP/1.1 431 ");
        assertThat(head("POST /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .matches("(?s)HTTP/1\\.[01] 414 .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                POST + "X: ",
                POST + "Content-Length: 1000\r\n\r\n",
                "POST /nowhere HTTP/1.1\r\nHost: evil.example.com\r\nContent-Length: 1000\r\n\r\n",
            })
    void aClientThatTakesItsTimeIsCutOffAndNobodyWaitsForIt(String beginning) throws IOException {
        listen(new Limits(1024, 100, 100, Duration.ofSeconds(1)));
        try (RawClient slow = new RawClient(client.port())) {
            slow.write(beginning);
            assertLetIn(client.post("/lifecycle-events", "[]"));

            await().until(() -> isClosedWhenSentTo(slow.socket));
        }
        assertNothingIsLeft();
    }

    /** A byte now and then keeps a time-out of idleness away. */
    private static boolean isClosedWhenSentTo(Socket slow) throws IOException {
        try {
            slow.getOutputStream().write('x');
            slow.setSoTimeout(100);
            return slow.getInputStream().readAllBytes().length >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void noMoreThanSoManyRequestsAreWorkedOnAtATime() throws IOException {
        listen(new Limits(1024, 2, 100, Duration.ofSeconds(60)));
        List<RawClient> begun = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RawClient one = new RawClient(client.port());
            begun.add(one.write(POST + "Expect: 100-continue\r\nContent-Length: 100\r\n\r\n"));
            assertThat(one.head()).startsWith("HTTP/1.1 100");
        }

        HttpResponse<String> answer = client.post("/lifecycle-events", "[]");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        for (RawClient one : begun) {
            one.close();
        }
        await().untilAsserted(() -> assertLetIn(client.post("/lifecycle-events", "[]")));
        assertNothingIsLeft();
    }

    @Test
    void noMoreThanSoManyConnectionsAreKept() throws IOException {
        listen(new Limits(1024, 100, 3, Duration.ofSeconds(60)));
        List<RawClient> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(new RawClient(client.port()));
        }
        try (RawClient oneMore = new RawClient(client.port())) {
            assertThat(oneMore.socket.getInputStream().read()).isEqualTo(-1);
        }
        open.get(0).close();
        await().until(() -> head("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").startsWith("HTTP/1.1 503"));
        for (RawClient one : open) {
            one.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no length\r\n", "5\r\n[]", "2\r\n[]no end"})
    void aBodyInBrokenChunksOccupiesNothing(String chunks) throws IOException {
        listen(new Limits(1024, 1, 100, Duration.ofSeconds(60)));
        try (RawClient broken = new RawClient(client.port())) {
            broken.write(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
        }

        await().untilAsserted(() -> assertLetIn(client.post("/lifecycle-events", "[]")));
        assertNothingIsLeft();
    }

    @Test
    void whatAKilledProcessLeftIncompleteIsDeletedAtTheStart() throws IOException {
        Path left = inbox.resolve(".http/4711.part");
        Files.createDirectories(left.getParent());
        Files.writeString(left, "{");

        listen(Limits.DEFAULT);

        assertThat(left).doesNotExist();
    }

    private void assertNothingIsLeft() {
        await().untilAsserted(() -> assertThat(inbox.resolve(".http")).isEmptyDirectory());
    }

    private String head(String request) throws IOException {
        return RawClient.head(client.port(), request);
    }
}
