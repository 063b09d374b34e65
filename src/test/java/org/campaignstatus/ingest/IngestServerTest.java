package org.campaignstatus.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.IngestClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.inbox.InboxWriter;
import org.campaignstatus.settings.ListeningPort;
import org.campaignstatus.settings.SettingKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask the server, how much, how many at a time, and how long they may take. */
final class IngestServerTest {

    private static final String EVENTS = "/lifecycle-events";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Receiver receiver = Receiver.start();
    private final IngestClient client = new IngestClient(Ports.free());

    @TempDir
    private Path folder;

    private Program program;

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    private Program program() {
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("ingest.http.enabled", "true")
                .with("ingest.http.port", Integer.toString(client.port()))
                .configuredBy(Configured.campaignGroups().with(1).json());
        return program;
    }

    private void startWith(Limits limits) throws Exception {
        IngestServer server = new IngestServer(
                new ListeningPort("127.0.0.1", client.port()),
                SettingKeys.INGEST_TOKEN.parse("", "the test"),
                new InboxWriter(folder.resolve("inbox/lifecycle"), Clock.systemUTC()),
                limits);
        program().withBean("ingestServer", server).start();
    }

    @Test
    void withATokenNobodyElseIsLetIn() throws Exception {
        Files.writeString(folder.resolve("token"), "open-sesame\n");
        program().with("ingest.http.token", "file:" + folder.resolve("token")).start();

        for (String credentials :
                List.of("Bearer", "Bearer open", "Basic open-sesame", "open-sesame", "Bearer open-sesame2")) {
            HttpResponse<String> answer = client.post(EVENTS, event("loaded", 1), "Authorization", credentials);
            assertThat(answer.statusCode()).as(credentials).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
        assertThat(client.post("/nowhere", "{}").statusCode()).isEqualTo(401);
        assertThat(client.post(EVENTS, event("stopped", 1), "Authorization", "bearer open-sesame")
                        .statusCode())
                .isEqualTo(202);
        await().until(() -> !receiver.requests().isEmpty());
        assertThat(receiver.requests())
                .extracting(request ->
                        request.json().get("GSW_CAMPAIGN_GROUP_ACTION").asInt())
                .containsExactly(10);
        assertThat(receiver.requests().get(0).head()).noneMatch(line -> line.contains("sesame"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET     | /lifecycle-events  | application/json                | identity | 405",
                "PUT     | /statistics        | application/json                | identity | 405",
                "OPTIONS | /statistics        | application/json                | identity | 405",
                "POST    | /                  | application/json                | identity | 404",
                "POST    | /lifecycle-events/ | application/json                | identity | 404",
                "POST    | /lifecycle-events  | text/plain                      | -        | 415",
                "POST    | /lifecycle-events  |                                 | -        | 415",
                "POST    | /lifecycle-events  | application/jsonp               | -        | 415",
                "POST    | /lifecycle-events  | application/json                | gzip     | 415",
                "POST    | /lifecycle-events  | Application/JSON; charset=utf-8 | -        | 202",
                "POST    | /lifecycle-events?Content-Type=text/plain | application/json | - | 202",
            })
    void otherPathsMethodsAndTypesAreAnsweredAsHttpSays(
            String method, String path, String type, String encoding, int status) throws Exception {
        program().start();

        HttpResponse<String> answer = encoding.equals("-")
                ? client.send(method, path, type, BodyPublishers.ofString(event("loaded", 1)))
                : client.send(
                        method, path, type, BodyPublishers.ofString(event("loaded", 1)), "Content-Encoding", encoding);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
        assertThat(answer.headers().firstValue("Accept").isPresent()).isEqualTo(status == 415);
    }

    @Test
    void aBodyOf16MebibytesIsTakenAndALongerOneIsNot() throws Exception {
        program().start();
        byte[] longest = new byte[16 * 1024 * 1024];
        Arrays.fill(longest, (byte) ' ');
        byte[] json = event("loaded", 1).getBytes(ISO_8859_1);
        System.arraycopy(json, 0, longest, 0, json.length);

        assertThat(client.send("POST", EVENTS, "application/json", BodyPublishers.ofByteArray(longest))
                        .statusCode())
                .isEqualTo(202);
        byte[] tooLong = Arrays.copyOf(longest, longest.length + 1);
        tooLong[longest.length] = ' ';
        assertThat(client.send("POST", EVENTS, "application/json", BodyPublishers.ofByteArray(tooLong))
                        .statusCode())
                .isEqualTo(413);
        // of which nobody knows the length before its end
        assertThat(client.send(
                                "POST",
                                EVENTS,
                                "application/json",
                                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLong)))
                        .statusCode())
                .isEqualTo(413);
        assertThat(folder.resolve("inbox/lifecycle/.http")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example.com", "evil.example.com:8089", "127.0.0.1.evil.example.com"})
    void withoutATokenAPageOfAnotherNameIsNotLetIn(String host) throws Exception {
        program().start();

        assertThat(ask("POST /lifecycle-events HTTP/1.1\r\nHost: " + host
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"))
                .startsWith("HTTP/1.1 421 ");
    }

    @Test
    void aHeadThatIsTooLongIsRejected() throws Exception {
        program().start();

        assertThat(ask("POST /lifecycle-events HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(9000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(ask("POST /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .matches("(?s)HTTP/1\\.[01] 414 .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POST /lifecycle-events HTTP/1.1\r\nHost: localhost\r\nX: ",
                "POST /lifecycle-events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
                "POST /nowhere HTTP/1.1\r\nHost: evil.example.com\r\nContent-Length: 1000\r\n\r\n",
            })
    void aClientThatTakesItsTimeIsCutOffAndNobodyWaitsForIt(String beginning) throws Exception {
        startWith(new Limits(1024, 100, 100, PATIENCE));
        try (Socket slow = connect()) {
            OutputStream out = slow.getOutputStream();
            out.write(beginning.getBytes(ISO_8859_1));
            assertThat(client.post(EVENTS, event("loaded", 1)).statusCode()).isEqualTo(202);

            await().until(() -> isClosedWhenSentTo(slow));
        }
        await().untilAsserted(() ->
                assertThat(folder.resolve("inbox/lifecycle/.http")).isEmptyDirectory());
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
    void noMoreThanSoManyRequestsAreWorkedOnAtATime() throws Exception {
        startWith(new Limits(1024, 2, 100, Duration.ofSeconds(60)));
        List<Socket> begun = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Socket socket = connect();
            begun.add(socket);
            socket.getOutputStream()
                    .write(("POST /lifecycle-events HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                                    + "Content-Length: 100\r\n\r\n")
                            .getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 100");
        }

        HttpResponse<String> answer = client.post(EVENTS, event("loaded", 1));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        for (Socket socket : begun) {
            socket.close();
        }
        await().until(() -> client.post(EVENTS, event("loaded", 1)).statusCode() == 202);
    }

    @Test
    void noMoreThanSoManyConnectionsAreKept() throws Exception {
        startWith(new Limits(1024, 100, 3, Duration.ofSeconds(60)));
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(connect());
        }
        try (Socket oneMore = connect()) {
            oneMore.setSoTimeout(60_000);
            assertThat(oneMore.getInputStream().read()).isEqualTo(-1);
        }
        open.get(0).close();
        await().until(() -> ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").startsWith("HTTP/1.1 404"));
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Test
    void whatAKilledProcessLeftIncompleteIsDeletedAtTheStart() throws Exception {
        Path left = folder.resolve("inbox/lifecycle/.http/4711.part");
        Files.createDirectories(left.getParent());
        Files.writeString(left, "{");

        program().start();

        assertThat(left).doesNotExist();
    }

    @Test
    void aHostThatOthersReachNeedsAToken() {
        program().with("ingest.http.host", "0.0.0.0");

        assertThatThrownBy(program::start)
                .hasMessageContaining("ingest.http.host is '0.0.0.0' and ingest.http.token is empty: expected a token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lifecycle.file.enabled", "statistics.file.enabled"})
    void itNeedsBothInboxes(String inbox) {
        program().with(inbox, "false");

        assertThatThrownBy(program::start)
                .hasMessageContaining("ingest.http.enabled is true")
                .hasMessageContaining(inbox);
    }

    @Test
    void aPortThatIsTakenStopsTheStart() throws IOException {
        try (ServerSocket other = new ServerSocket(client.port(), 1, InetAddress.getLoopbackAddress())) {
            program();

            assertThatThrownBy(program::start)
                    .hasMessageContaining("ingest.http.port is " + other.getLocalPort() + ", and 127.0.0.1:");
        }
    }

    @Test
    void thereIsNoServerUnlessItIsWanted() throws Exception {
        program().with("ingest.http.enabled", "false").start();

        assertThat(new ServerSocket(client.port(), 1, InetAddress.getLoopbackAddress()))
                .satisfies(ServerSocket::close);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), client.port());
    }

    /** @return the head of the answer to what is written here */
    private String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            for (int c = in.read(); c >= 0 && head.indexOf("\r\n\r\n") < 0; c = in.read()) {
                head.append((char) c);
            }
            return head.toString();
        }
    }
}
