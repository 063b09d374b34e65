package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Receiver.Request;
import org.campaignstatus.runtime.Application;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The request, byte for byte: nothing but what is configured and what is ours, whatever the input brings along. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final int PLAIN = 1;
    private static final int COOKIES = 2;
    private static final int KEPT = 3;
    private static final int FIRST_WITH_TARGET = 100;

    /** Valid URIs, from the scheme's end on, and the request targets that they mean. */
    private static final List<String> TARGETS = List.of(
            "/states",
            "/",
            "/a/b/../c/./d",
            "//double//slash/",
            "/states?",
            "/states?a=1&b=2",
            "/states?a=1&amp;b=2&lt=3&copy=4",
            "/states?token=a%2Bb%2fc%2F%3D",
            "/states?plus=a+b&space=a%20b",
            "/st%61tes%20%2F/%7E~?%7E~",
            "/semi;colon=1;v=2/x;y?a=1;b=2",
            "/states?httpMethod=GET",
            "/states?bridgeEndpoint=true&throwExceptionOnFailure=true&connectTimeout=1",
            "/states?httpClient.socketTimeout=1&authMethod=Basic&authUsername=a",
            "/states?a=1&a=2&=3&&b",
            "/gr%C3%BC%C3%9Fe/%E2%82%AC?%F0%9F%98%80=%E4%BD%A0",
            "/states?brackets=%5B%5D%7B%7B%7D%7D&quote=%22%27&percent=%25",
            "/!$&'()*+,;=:@?!$&'()*+,;=:@/?",
            "/RAW(secret)?password=RAW(a%2Bb)&x=%7B%7Bjms.password%7D%7D",
            "/states?url=http://elsewhere.example.com/a?b",
            "/states%3Fnot=query");

    private final Receiver receiver = Receiver.start();
    private final AtomicInteger actors = new AtomicInteger();
    private Program program;
    private Broker broker;
    private String version;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Configured configuration = Configured.campaignGroups()
                .with(PLAIN)
                .with(COOKIES, "campaigngroup-states-uri", receiver.uri("/cookies"))
                .with(KEPT, "campaigngroup-states-uri", receiver.uri("/kept"));
        for (int i = 0; i < TARGETS.size(); i++) {
            configuration.with(FIRST_WITH_TARGET + i, "campaigngroup-states-uri", receiver.uri(TARGETS.get(i)));
        }
        configuration.with(50, "campaigngroup-states-uri", receiver.uri("").replace("http", "HTTP"));
        configuration.with(51, "campaigngroup-states-uri", receiver.uri("?query=only"));
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states?token=a%2Bb"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .with("jms.password", "sesame")
                .configuredBy(configuration.json())
                .start();
        broker = program.broker();
        Properties defaults = new Properties();
        defaults.load(Application.class.getResourceAsStream("defaults.properties"));
        version = defaults.getProperty("campaign-group-status.version");
    }

    @AfterAll
    void stop() throws Exception {
        broker.close();
        program.close();
        receiver.close();
    }

    static Stream<Arguments> targets() {
        return IntStream.range(0, TARGETS.size()).mapToObj(i -> Arguments.of(FIRST_WITH_TARGET + i, TARGETS.get(i)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("targets")
    void theTargetIsByteForByteWhatIsConfigured(int dbid, String target) throws Exception {
        broker.send(QUEUE, event("loaded", dbid));

        assertRequest(request(dbid, 1), target);
    }

    @Test
    void aUriWithoutAPathMeansTheRoot() throws Exception {
        broker.send(QUEUE, event("loaded", 50));

        assertRequest(request(50, 1), "/");
    }

    @Test
    void aQueryWithoutAPathIsOneOfTheRoot() throws Exception {
        broker.send(QUEUE, event("loaded", 51));

        assertRequest(request(51, 1), "/?query=only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelHttpUri",
                "camelhttpuri",
                "CAMELHTTPURI",
                "CamelHttpPath",
                "camelhttppath",
                "CamelHttpQuery",
                "CamelHttpRawQuery",
                "CamelHttpMethod",
                "CamelRestHttpUri",
                "CamelHttpScheme",
                "CamelHttpHost",
                "CamelHttpPort",
                "CamelHttpCharacterEncoding",
                "CamelJmsDestinationName",
                "CamelFileName",
                "CamelOverruleFileName",
                "Authorization",
                "Host",
                "Content_HYPHEN_Type",
                "Content_HYPHEN_Length",
                "Content_HYPHEN_Encoding",
                "Transfer_HYPHEN_Encoding",
                "Connection",
                "Cookie",
                "User_HYPHEN_Agent",
                "Expect",
                "X_HYPHEN_Anything"
            })
    void aPropertyOfTheMessageChangesNothing(String name) throws Exception {
        for (String value : List.of(
                "http://127.0.0.1:1/elsewhere?stolen={{jms.password}}", "GET", "{{jms.password}}", "${body}", "5")) {
            int actor = actors.incrementAndGet();
            broker.send(QUEUE, Map.of(name, value), event("loaded", PLAIN, actor));

            Request request = await().until(() -> withActor(actor), found -> found != null);
            assertRequest(request, "/states?token=a%2Bb");
        }
    }

    @Test
    void manyPropertiesAtOnceChangeNothing() throws Exception {
        broker.send(
                QUEUE,
                Map.of(
                        "CamelHttpUri", "http://127.0.0.1:1/{{jms.password}}",
                        "camelhttpmethod", "GET",
                        "CamelHttpQuery", "a=b",
                        "Authorization", "Basic {{jms.password}}",
                        "breadcrumbId", "{{jms.password}}"),
                event("loaded", PLAIN, 4711));

        Request request = await().until(() -> withActor(4711), found -> found != null);
        assertRequest(request, "/states?token=a%2Bb");
    }

    @Test
    void anEventFromAFileIsTheSameRequest() {
        program.handInLifecycle("{{jms.password}} ${body}.json", event("loaded", PLAIN, 4712));

        Request request = await().until(() -> withActor(4712), found -> found != null);
        assertRequest(request, "/states?token=a%2Bb");
    }

    @Test
    void whatTheInputSaysOfItsOwnStaysOut() throws Exception {
        broker.send(
                QUEUE,
                "{\"event\":\"loaded\",\"campaignGroup\":1,\"actor\":4713,\"time\":\"2026-11-23T08:31:00.123Z\","
                        + "\"id\":\"{{jms.password}}\",\"note\":\"${body} {{jms.password}}\"}");

        Request request = await().until(() -> withActor(4713), found -> found != null);
        assertRequest(request, "/states?token=a%2Bb");
        assertThat(request.text()).doesNotContain("sesame", "password", "note", "body");
    }

    @Test
    void cookiesAreNotKept() throws Exception {
        receiver.answering(Answer.statusWith(200, "Set-Cookie: session=1; Path=/"));
        try {
            broker.send(QUEUE, event("loaded", COOKIES), event("started", COOKIES));

            assertRequest(request(COOKIES, 1), "/cookies");
            assertRequest(request(COOKIES, 2), "/cookies");
        } finally {
            receiver.answering(Answer.status(200));
        }
    }

    @Test
    void theConnectionIsKept() throws Exception {
        broker.send(QUEUE, event("loaded", KEPT), event("started", KEPT), event("stopped", KEPT));
        request(KEPT, 3);

        assertThat(about(KEPT))
                .extracting(Request::connection)
                .containsOnly(about(KEPT).get(0).connection());
    }

    private void assertRequest(Request request, String target) {
        assertThat(request.head())
                .filteredOn(line -> !line.startsWith("ce-"))
                .containsExactlyInAnyOrder(
                        "POST " + target + " HTTP/1.1",
                        "Host: 127.0.0.1:" + receiver.port(),
                        "Content-Type: application/json",
                        "Content-Length: " + request.body().length,
                        "Connection: keep-alive",
                        "User-Agent: campaign-group-status/" + version);
        assertThat(request.headers().keySet())
                .filteredOn(name -> name.startsWith("ce-"))
                .containsExactlyInAnyOrder(
                        "ce-specversion", "ce-id", "ce-source", "ce-type", "ce-subject", "ce-time", "ce-sequence");
        assertThat(request.json().get("GSW_USER_EVENT").textValue()).isEqualTo("CampaignGroupState");
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

    private Request withActor(int actor) {
        return receiver.requests().stream()
                .filter(request ->
                        request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue() == actor)
                .findFirst()
                .orElse(null);
    }
}
