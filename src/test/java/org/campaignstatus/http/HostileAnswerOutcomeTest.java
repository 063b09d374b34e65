package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.campaignstatus.configuration.Authentication.OAuth2;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.delivery.Outcome;
import org.campaignstatus.delivery.OutcomeClass;
import org.campaignstatus.delivery.PendingAttempt;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.routing.DeliverySteps;
import org.campaignstatus.settings.SettingKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a receiver or token endpoint answers has an outcome of the documented ones, told in words of our own. */
@Tag("endurance")
final class HostileAnswerOutcomeTest {

    private static final int ANSWERS = 3000;

    private static final List<String> PIECES = List.of(
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 204 No Content\r\n",
            "HTTP/1.1 000 Zero\r\n",
            "HTTP/1.1 -1 Minus\r\n",
            "HTTP/1.1 20 Short\r\n",
            "HTTP/1.1 99999999999 Long\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n",
            "HTTP/2 200\r\n",
            "HTTP/9.9 200 OK\r\n",
            "HTTP/1.0 200 OK\r\n",
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n",
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: \u0000,=,\"\r\n",
            "HTTP/1.1 200\r\n",
            "ICY 200 OK\r\n",
            "Content-Length: 2\r\n",
            "Content-Length: 2, 2\r\n",
            "Content-Length: 3\r\n",
            "Content-Length: -2\r\n",
            "Content-Length: 2x\r\n",
            "Content-Length:\r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: ,;=\r\n",
            "Content-Encoding: gzip\r\n",
            "Content-Type: ;;;\r\n",
            "Content-Type: text/plain; charset=nonsense\r\n",
            "Keep-Alive: timeout=-1\r\n",
            "Keep-Alive: timeout=99999999999999999999\r\n",
            "Connection: close, keep-alive\r\n",
            "Connection: ,,=\"\r\n",
            "Location: \u0000:::\r\n",
            "Set-Cookie: ;=;\u00ff\r\n",
            "Retry-After: 99999999999999999999\r\n",
            ": empty\r\n",
            " folded\r\n",
            "no colon\r\n",
            "\u0000\r\n",
            "\u00ff\u00fe: \u0080\r\n",
            "\r\n",
            "\n",
            "\r",
            "2\r\n{}\r\n0\r\n\r\n",
            "zz\r\n{}\r\n",
            "-2\r\n{}\r\n0\r\n\r\n",
            "7fffffffffffffff\r\n",
            "ffffffffffffffffff\r\n",
            "2;x=\"\r\n{}\r\n0\r\nTrailer\r\n\r\n",
            "2\r\n{}x",
            "{}",
            "{\"access_token\":\"abc\"}",
            "\u0016\u0003\u0001\u0002\u0000");

    private final Receiver receiver = Receiver.start();
    private final DefaultCamelContext context = new DefaultCamelContext(false);
    private final HttpClientBuilder builder = HttpClientBuilder.create();

    {
        new ReceiverClient(context, "test", Optional.empty(), Duration.ofMinutes(1)).configureHttpClient(builder);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: 2, 2\r\n\r\n{}",
                "Content-Length: 0\r\ncontent-length: 0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2;x\r\n{}\r\n0\r\n\r\n"
            })
    void aLengthThatIsGivenTwiceAlikeIsALength(String rest) throws Exception {
        assertThat(outcome("HTTP/1.1 200 OK\r\n" + rest)).isEqualTo(Outcome.answered(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "Content-Length: 2, 3\r\n\r\n{}",
                "Content-Length: two\r\n\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}x\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip\r\n\r\n{}"
            })
    void anAnswerWhoseEndIsAmbiguousIsInvalid(String rest) throws Exception {
        assertThat(outcome("HTTP/1.1 200 OK\r\n" + rest))
                .isEqualTo(new Outcome(OutcomeClass.BAD_ANSWER, "answer is not HTTP"));
    }

    @Test
    void everyAnswerHasADocumentedOutcome() throws Exception {
        Random random = new Random(14);
        for (int i = 0; i < ANSWERS; i++) {
            String answer = answer(random);

            Outcome outcome = outcome(answer);

            assertThat(outcome.type()).as(answer).isNotEqualTo(OutcomeClass.OTHER);
            assertThat(outcome.words()).as(answer).doesNotContain("Exception").matches("[a-zA-Z0-9 :]+");
        }
    }

    @Test
    void everyAnswerOfATokenEndpointIsATokenOrTheReasonWhyThereIsNone() throws Exception {
        Connections connections = new Connections(context, Optional.empty(), Duration.ofMinutes(1));
        HttpClient client = HttpClientBuilder.create()
                .disableAutomaticRetries()
                .setRoutePlanner(Connections.routePlanner())
                .setConnectionManager(connections.pool())
                .build();
        TokenEndpoint endpoint = new TokenEndpoint(client, connections, new TimeLimit());
        Random random = new Random(41);
        for (int i = 0; i < ANSWERS; i++) {
            String answer = answer(random);
            receiver.answering(Answer.bytes(answer, false));
            try {
                new Tokens(endpoint, System::nanoTime).get(credentials(), Optional.empty(), Duration.ofSeconds(60));
            } catch (Exception e) {
                Outcome outcome = Outcome.failed(e);
                assertThat(outcome.type()).as(answer).isEqualTo(OutcomeClass.NO_TOKEN);
                assertThat(outcome.words())
                        .as(answer)
                        .doesNotContain("Exception")
                        .matches("[a-zA-Z0-9 :]+");
            }
        }
    }

    private OAuth2 credentials() {
        return new OAuth2(
                new org.campaignstatus.settings.Receiver(URI.create(receiver.uri("/token")), receiver.uri("")),
                SettingKeys.CLIENT_ID.parse("id", "test"),
                SettingKeys.CLIENT_SECRET.parse("secret", "test"),
                "");
    }

    private static String answer(Random random) {
        StringBuilder answer = new StringBuilder(random.nextInt(5) == 0 ? "" : "HTTP/1.1 200 OK\r\n");
        for (int n = random.nextInt(6); n >= 0; n--) {
            answer.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        if (random.nextBoolean()) {
            answer.append("\r\n{}");
        }
        if (random.nextInt(4) == 0) {
            answer.setCharAt(random.nextInt(answer.length()), (char) random.nextInt(256));
        }
        return answer.toString();
    }

    private Outcome outcome(String answer) throws IOException {
        receiver.answering(Answer.bytes(answer, false));
        HttpClientContext request = HttpClientContext.create();
        request.setAttribute(Exchange.class.getName(), exchange());
        HttpPost post = new HttpPost(receiver.uri("/"));
        post.setEntity(new StringEntity("{}", ContentType.APPLICATION_JSON));
        try {
            return builder.build().execute(post, request, response -> Outcome.answered(response.getCode()));
        } catch (Exception e) {
            return Outcome.failed(e);
        }
    }

    private Exchange exchange() {
        Exchange exchange = new DefaultExchange(context);
        Delivery delivery = new Delivery(
                "Campaign",
                false,
                new org.campaignstatus.settings.Receiver(URI.create(receiver.uri("/")), receiver.uri("")),
                ReceiverAccess.OPEN,
                Duration.ofSeconds(60),
                null,
                null);
        exchange.setProperty(DeliverySteps.ATTEMPT, new PendingAttempt(delivery, Instant.now()));
        return exchange;
    }
}
