package org.campaignstatus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.delivery.PendingAttempt;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.http.ReceiverClient;
import org.campaignstatus.input.Input;
import org.campaignstatus.lifecycle.LifecycleEvents;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.routing.DeliverySteps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Published vulnerabilities of the libraries, each tried on what is shipped: headers, properties and redirects. Each test
 * fails when the guard that its name stands for is taken out, also where the library itself has been mended since.
 */
final class KnownVulnerabilitiesTest extends HostileMessagesSetup {

    /** What a Camel message from a JMS consumer is told by the JMS API itself, and by Camel. */
    private static final Pattern OF_THE_API = Pattern.compile("JMS[A-Z]\\w*|CamelMessageTimestamp");

    /** CVE-2025-27636, CVE-2025-29891, CVE-2026-40453: a property in another letter case passed the filter. */
    @Test
    void cve_2026_40453_noPropertyOfAMessageInAnyLetterCaseIsAHeader() throws Exception {
        List<String> names = List.of(
                "CamelHttpUri",
                "camelhttpuri",
                "cAmELHttpUri",
                "CAMELJMSDESTINATIONNAME",
                "org_DOT_apache_DOT_camel_DOT_x",
                "Long_HYPHEN_Running_HYPHEN_Action",
                "breadcrumbId",
                "operationName",
                "Authorization",
                "authorization",
                "x");
        for (String queue : List.of(QUEUE, TOPIC)) {
            Message message = session.createTextMessage("not an event");
            for (String name : names) {
                message.setStringProperty(name, "http://127.0.0.1:" + elsewhere.port());
            }
            send(queue, message);
            Message kept = receive(queue + ".failed");

            for (String name : names) {
                assertThat(kept.getStringProperty(name)).as(name).isNotNull();
            }
        }
        assertThat(headers)
                .contains("JMSMessageID")
                .allMatch(name -> OF_THE_API.matcher(name).matches());
    }

    /** CVE-2025-27636 as it shows with camel-jms: the message went to a queue that its sender had chosen. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelJmsDestinationName",
                "cameljmsdestinationname",
                "cAmelJmsDestinationName",
                "CAMELJMSDESTINATIONNAME"
            })
    void cve_2025_27636_aMessageDoesNotChooseTheQueueItIsQuarantinedIn(String name) throws Exception {
        Message message = session.createTextMessage("not an event either");
        message.setStringProperty(name, "chosen.by.the.sender");
        send(QUEUE, message);

        assertThat(receive(QUEUE + ".failed").getStringProperty(name)).isEqualTo("chosen.by.the.sender");
        try (Broker broker = program.broker()) {
            assertThat(broker.count("chosen.by.the.sender")).isZero();
        }
    }

    /** CVE-2025-27636 as it shows with camel-bean: the header {@code CamelBeanMethodName} chose another method. */
    @Test
    void cve_2025_27636_everyCallOfABeanNamesItsMethod() throws Exception {
        Pattern call = Pattern.compile("<(bean|method) [^>]*>");
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            List<String> calls = routes.map(KnownVulnerabilitiesTest::text)
                    .flatMap(text -> call.matcher(text).results().map(found -> found.group()))
                    .toList();

            assertThat(calls).hasSizeGreaterThan(10).allMatch(step -> step.contains(" method=\""));
        }
    }

    /** CVE-2026-78164: a {@code {{key}}} in a header that overrides the URI was resolved, and so told to whoever sent it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelHttpUri",
                "CamelRestHttpUri",
                "CamelHttpPath",
                "CamelHttpQuery",
                "CamelHttpRawQuery",
                "CamelRestHttpQuery",
                "CamelHttpMethod",
                "CamelHttpProtocolVersion",
                "CamelBeanMethodName",
                "CamelFileName",
                "CamelOverruleFileName",
                "camelresthttpuri",
                "Authorization",
                "Host",
                "Content-Encoding",
                "X-Anything"
            })
    void cve_2026_78164_noHeaderOfAnySourceChangesTheRequestOrIsResolved(String name) {
        int before = receiver.requests().size();
        String value = elsewhere.uri("/{{site.secret}}?stolen={{site.secret}}");
        program.handInLifecycle(name + ".json", event("loaded", PLAIN));
        Receiver.Request usual = await().until(() -> receiver.requests(), found -> found.size() > before)
                .get(before);

        ProducerTemplate site = program.context().createProducerTemplate();
        site.sendBodyAndHeaders("direct:lifecycle", read(event("loaded", PLAIN)), new TreeMap<>(Map.of(name, value)));

        Receiver.Request changed = receiver.requests().get(before + 1);
        assertThat(sameForBoth(changed)).containsExactlyElementsOf(sameForBoth(usual));
        assertThat(elsewhere.connections()).isZero();
    }

    /** @return the head without what is another for each notification */
    private static List<String> sameForBoth(Receiver.Request request) {
        return request.head().stream()
                .filter(line -> !line.matches("ce-(id|sequence|time): .*"))
                .toList();
    }

    /** A message that asks for a reply would choose the queue that what a route ends with is sent to. */
    @Test
    void nobodyIsRepliedTo() throws Exception {
        int before = receiver.requests().size();
        send(QUEUE, askingForReply(event("loaded", PLAIN)));
        send(TOPIC, askingForReply("{\"campaignGroup\":1,\"values\":{\"hitRatio\":0.5}}"));
        // what comes next is looked at when the routes are through with those
        send(QUEUE, session.createTextMessage(event("started", PLAIN)));
        send(TOPIC, session.createTextMessage("no statistics"));
        await().until(() -> receiver.requests().size() == before + 2);
        receive(TOPIC + ".failed");

        try (Broker broker = program.broker()) {
            assertThat(broker.count("replies")).isZero();
        }
    }

    private Message askingForReply(String text) throws JMSException {
        Message message = session.createTextMessage(text);
        message.setJMSReplyTo(session.createQueue("replies"));
        return message;
    }

    /** CVE-2026-85251: credentials went to the host that a redirect named. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void cve_2026_85251_aRedirectIsNotFollowed(int status) {
        receiver.answering(Answer.statusWith(status, "Location: " + elsewhere.uri("/?token=" + SECRET)));
        try {
            program.handInLifecycle("redirected-" + status + ".json", event("started", REDIRECTED));
            program.lifecycleInbox().awaitTaken("redirected-" + status + ".json");

            assertThat(receiver.about(Integer.toString(REDIRECTED))).isNotEmpty();
            assertThat(elsewhere.connections()).isZero();
        } finally {
            receiver.answering(Answer.status(200));
        }
    }

    /** CVE-2026-85251, where neither Camel's default nor a body that can be read only once stands before it. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void cve_2026_85251_theClientItselfFollowsNoRedirect(int status) throws Exception {
        receiver.answering(Answer.statusWith(status, "Location: " + elsewhere.uri("/")));
        HttpClientBuilder builder = HttpClients.custom().setRedirectStrategy(DefaultRedirectStrategy.INSTANCE);
        new ReceiverClient(program.context(), "test", Optional.empty(), Duration.ofMinutes(1))
                .configureHttpClient(builder);
        Exchange exchange = new DefaultExchange(program.context());
        exchange.setProperty(
                DeliverySteps.ATTEMPT,
                new PendingAttempt(
                        new Delivery(
                                "Campaign",
                                false,
                                new org.campaignstatus.settings.Receiver(
                                        URI.create(receiver.uri("/")), receiver.uri("")),
                                ReceiverAccess.OPEN,
                                Duration.ofSeconds(60),
                                null,
                                null),
                        Instant.now()));
        HttpClientContext request = HttpClientContext.create();
        request.setAttribute(Exchange.class.getName(), exchange);
        HttpPost post = new HttpPost(receiver.uri("/"));
        post.setEntity(new StringEntity("{}", ContentType.APPLICATION_JSON));
        try (CloseableHttpClient client = builder.build()) {
            int answered = client.execute(post, request, response -> response.getCode());

            assertThat(answered).isEqualTo(status);
            assertThat(elsewhere.connections()).isZero();
        } finally {
            receiver.answering(Answer.status(200));
        }
    }

    private Object read(String text) {
        LifecycleEvents events =
                program.context().getRegistry().lookupByNameAndType("lifecycleEvents", LifecycleEvents.class);
        return events.read(new Input() {
            @Override
            public String id() {
                return "site:" + System.nanoTime();
            }

            @Override
            public String text() {
                return text;
            }
        });
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
