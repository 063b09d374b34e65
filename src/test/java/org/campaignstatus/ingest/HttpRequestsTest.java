package org.campaignstatus.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.campaignstatus.contract.OpenApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in all forms that HTTP knows, and in some that it does not. */
final class HttpRequestsTest extends IngestSetup {

    private static final String HEAD = "POST /lifecycle-events HTTP/1.1\r\nHost: localhost\r\n";
    private static final String TYPE = "Content-Type: application/json\r\n";
    private static final String LAST = "Connection: close\r\n";

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
                "POST    | /lifecycle-events  | application/json; charset=ISO-8859-1 | -   | 415",
                "POST    | /lifecycle-events  | application/json; q=1;charset=\"utf-16\" | - | 415",
                "POST    | /lifecycle-events  | Application/JSON; charset=utf-8 | -        | 202",
                "POST    | /lifecycle-events  | application/json;charset = \"UTF-8\" ; q=1 | - | 202",
                "POST    | /lifecycle-events  | application/json; charset=us-ascii   | -   | 202",
                "POST    | /lifecycle-events?Content-Type=text/plain | application/json | - | 202",
            })
    void otherPathsMethodsAndTypesAreAnsweredAsHttpSays(
            String method, String path, String type, String encoding, int status) {
        BodyPublisher body = BodyPublishers.ofString(event("loaded"));
        HttpResponse<String> answer = encoding.equals("-")
                ? client.send(method, path, type, body)
                : client.send(method, path, type, body, "Content-Encoding", encoding);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (List.of(EVENTS, STATISTICS).contains(path)) {
            OpenApi.assertDescribed(path, answer);
        }
        assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
        assertThat(answer.headers().firstValue("Accept").isPresent()).isEqualTo(status == 415);
    }

    @Test
    void aBodyOf16MebibytesIsTakenAndALongerOneIsNot() {
        byte[] longest = new byte[16 * 1024 * 1024];
        Arrays.fill(longest, (byte) ' ');
        byte[] json = event("loaded").getBytes(ISO_8859_1);
        System.arraycopy(json, 0, longest, 0, json.length);
        byte[] tooLong = Arrays.copyOf(longest, longest.length + 1);
        tooLong[longest.length] = ' ';

        assertThat(statusOf(BodyPublishers.ofByteArray(longest))).isEqualTo(202);
        assertThat(statusOf(BodyPublishers.ofByteArray(tooLong))).isEqualTo(413);
        // of which nobody knows the length before its end
        assertThat(statusOf(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(longest))))
                .isEqualTo(202);
        assertThat(statusOf(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLong))))
                .isEqualTo(413);
        assertThat(temporary("lifecycle")).isEmptyDirectory();
    }

    private int statusOf(BodyPublisher body) {
        HttpResponse<String> answer = client.send("POST", EVENTS, "application/json", body);
        OpenApi.assertDescribed(EVENTS, answer);
        return answer.statusCode();
    }

    @Test
    void aBodyInChunksIsPutTogether() throws IOException {
        String event = event("loaded");
        StringBuilder chunks = new StringBuilder();
        for (char c : event.toCharArray()) {
            chunks.append("1;x=y\r\n").append(c).append("\r\n");
        }

        String answer = all(HEAD + TYPE + LAST + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\nX: y\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 202 ").endsWith("{\"accepted\": 1}");
        await().until(() -> notified().size() == 1);
    }

    @Test
    void aClientThatAsksBeforeItSendsTheBodyIsToldToGoOn() throws IOException {
        String event = event("loaded");
        try (RawClient asking = new RawClient(client.port())) {
            asking.write(HEAD + TYPE + "Expect: 100-continue\r\nContent-Length: " + event.length() + "\r\n\r\n");
            assertThat(asking.head()).startsWith("HTTP/1.1 100 ");
            assertThat(asking.write(event).head()).startsWith("HTTP/1.1 202 ");
        }
        try (RawClient asking = new RawClient(client.port())) {
            asking.write(HEAD + TYPE + "Expect: 100-continue\r\nContent-Length: 16777217\r\n\r\n");
            assertThat(asking.head()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void http10IsAnsweredAndItsConnectionClosed() throws IOException {
        String request = "POST /lifecycle-events HTTP/1.0\r\n" + TYPE + "Host: 127.0.0.1\r\n" + body(event("loaded"));

        assertThat(all(request)).startsWith("HTTP/1.0 202 ").endsWith("{\"accepted\": 1}");
        // it would be let in if it were known to be meant for this machine
        assertThat(all(request.replace("Host: 127.0.0.1\r\n", ""))).startsWith("HTTP/1.0 421 ");
    }

    @Test
    void requestsInOneGoAreAnsweredInTheirOrder() throws IOException {
        String answers = all(HEAD + TYPE + body(event("loaded", 1))
                + HEAD + TYPE + body("no json")
                + HEAD.replace("POST", "GET") + "\r\n"
                + HEAD + TYPE + body(event("started", 2))
                + HEAD + TYPE + LAST + body(event("stopped", 3)));

        assertThat(Pattern.compile("HTTP/1.1 (\\d+) ").matcher(answers).results())
                .extracting(answer -> answer.group(1))
                .containsExactly("202", "400", "405", "202", "202");
        await().until(() -> notified().size() == 3);
        assertThat(actors()).containsExactly(1, 2, 3);
    }

    @Test
    void anAnswerToHeadHasNoBody() throws IOException {
        String answer = all(HEAD.replace("POST", "HEAD") + LAST + "\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nAllow: POST\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void theServerAsAWholeHasNoOptions() throws IOException {
        assertThat(all("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n" + LAST + "\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void aWholeUriIsTakenAsItsPath() throws IOException {
        String request = HEAD.replace("/lifecycle", "http://127.0.0.1:" + client.port() + "/lifecycle");

        assertThat(all(request + TYPE + LAST + body(event("loaded")))).startsWith("HTTP/1.1 202 ");
    }

    /** Two lengths could let a second request through a proxy that looks at the other one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n[]",
                "Content-Length: -2\r\n\r\n[]",
                "Content-Length: two\r\n\r\n[]",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
            })
    void aBodyWhoseLengthIsInDoubtIsNotAccepted(String rest) throws IOException {
        assertThat(all(HEAD + TYPE + LAST + rest)).matches("(?s)HTTP/1.[01] (400|413) .*");
    }

    private static String body(String text) {
        return "Content-Length: " + text.length() + "\r\n\r\n" + text;
    }

    private String all(String request) throws IOException {
        return RawClient.all(client.port(), request);
    }
}
