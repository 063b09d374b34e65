package org.campaignstatus.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.health.HealthCheck;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties that producers of other protocols set, and that a JMS client may not: no message is stuck over one. */
@Tag("endurance")
class PropertyNamesTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final String TOPIC = "campaigngroup.statistics";
    private static final int GROUP = 1;

    /** What Qpid JMS, AMQP, CloudEvents over AMQP, STOMP and Core clients send; and names that SQL selectors reserve. */
    private static final Map<String, Object> FOREIGN = foreign();

    @TempDir
    Path folder;

    private Receiver receiver;
    private Program program;
    private String url;

    private static Map<String, Object> foreign() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("x-opt-jms-msg-type", (byte) 5);
        properties.put("cloudEvents:id", "A234-1234-1234");
        properties.put("content-type", "application/json");
        properties.put("a.b", "c");
        properties.put("1x", 1);
        properties.put("NOT", true);
        properties.put("", "no name");
        properties.put(" ", "space");
        properties.put("ä ö\n\u0000", "text");
        properties.put("raw", new byte[] {1, 2});
        properties.put("character", 'x');
        properties.put("nothing", null);
        properties.put("JMSXWhatever", "x");
        properties.put("JMS_Vendor_x", "x");
        properties.put("JMSReplyTo", "x");
        return properties;
    }

    @BeforeEach
    void aProgram() {
        receiver = Receiver.start();
        program = Program.in(folder)
                .configuredBy(Configured.campaignGroups().with(GROUP).json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .with("statistics.jms.enabled", "true");
        url = "tcp://127.0.0.1:" + program.setting("camel.beans.connectionFactory.port");
    }

    @AfterEach
    void end() {
        program.close();
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void validEventsAreSentInOrderAndInvalidOnesQuarantinedWithTheirReason(int consumers) throws Exception {
        start(consumers);
        List<Integer> actors = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        try (Core core = new Core(url)) {
            for (Map.Entry<String, Object> property : FOREIGN.entrySet()) {
                Map<String, Object> properties = new LinkedHashMap<>();
                properties.put(property.getKey(), property.getValue());
                properties.put("identifier", "stays");
                actors.add(actors.size() + 1);
                invalid.add("invalid " + invalid.size());
                core.send(QUEUE, RoutingType.ANYCAST, properties, invalid.get(invalid.size() - 1));
                core.send(QUEUE, RoutingType.ANYCAST, properties, Configured.event("started", GROUP, actors.size()));
            }
        }
        await().until(() -> receiver.requests().size() == actors.size());
        assertThat(actors()).containsExactlyElementsOf(actors);
        assertKept(QUEUE, invalid);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whateverTheNamesAre(int consumers) throws Exception {
        start(consumers);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Integer> actors = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        try (Core core = new Core(url)) {
            for (int i = 1; i <= 200; i++) {
                Map<String, Object> properties = new LinkedHashMap<>();
                random.ints(random.nextInt(5), 0, 12).forEach(length -> properties.put(name(random, length), "x"));
                properties.put("identifier", "stays");
                boolean valid = random.nextBoolean();
                (valid ? actors : new ArrayList<Integer>()).add(i);
                String text = valid ? Configured.event("started", GROUP, i) : "invalid " + i;
                if (!valid) {
                    invalid.add(text);
                }
                core.send(QUEUE, RoutingType.ANYCAST, properties, text);
            }
        }
        await().until(() -> receiver.requests().size() == actors.size());
        assertThat(actors()).as("seed " + seed).containsExactlyElementsOf(actors);
        assertKept(QUEUE, invalid);
    }

    private static String name(Random random, int length) {
        return random.ints(length, 1, 0x300)
                .map(c -> c % 3 == 0 ? "-.: aB1".charAt(c % 7) : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void invalidStatisticsAreQuarantinedWithTheirReason() throws Exception {
        start(1);
        List<String> invalid = new ArrayList<>();
        try (Core core = new Core(url)) {
            for (Map.Entry<String, Object> property : FOREIGN.entrySet()) {
                Map<String, Object> properties = new LinkedHashMap<>();
                properties.put(property.getKey(), property.getValue());
                properties.put("identifier", "stays");
                invalid.add("invalid " + invalid.size());
                core.send(TOPIC, RoutingType.MULTICAST, properties, invalid.get(invalid.size() - 1));
            }
        }
        assertKept(TOPIC, invalid);
    }

    private void start(int consumers) throws Exception {
        program.with("lifecycle.jms.consumers", Integer.toString(consumers)).start();
        HealthCheck broker =
                program.context().getRegistry().lookupByNameAndType("broker-health-check", HealthCheck.class);
        await().until(() -> broker.call().getState() == HealthCheck.State.UP);
    }

    private void assertKept(String source, List<String> invalid) throws JMSException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                JMSContext context = factory.createContext()) {
            JMSConsumer failed = context.createConsumer(context.createQueue(source + ".failed"));
            List<String> kept = new ArrayList<>();
            while (kept.size() < invalid.size()) {
                TextMessage message = (TextMessage) failed.receive(30_000);
                assertThat(message).as("message behind " + kept).isNotNull();
                assertThat(message.getStringProperty("error")).startsWith("not valid JSON");
                assertThat(message.getStringProperty("identifier")).isEqualTo("stays");
                kept.add(message.getText());
            }
            assertThat(kept).containsExactlyElementsOf(invalid);
        }
    }

    private List<Integer> actors() {
        return receiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue())
                .toList();
    }

    /** A client that sets whatever it is told to. */
    private static final class Core implements AutoCloseable {

        private final ServerLocator locator;
        private final ClientSessionFactory factory;
        private final ClientSession session;

        Core(String url) throws Exception {
            locator = ActiveMQClient.createServerLocator(url);
            factory = locator.createSessionFactory();
            session = factory.createSession();
        }

        void send(String address, RoutingType routing, Map<String, Object> properties, String text) throws Exception {
            ClientMessage message = session.createMessage(ClientMessage.TEXT_TYPE, true);
            message.setRoutingType(routing);
            properties.forEach((name, value) -> message.putObjectProperty(SimpleString.of(name), value));
            message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(text));
            try (ClientProducer producer = session.createProducer(address)) {
                producer.send(message);
            }
        }

        @Override
        public void close() throws ActiveMQException {
            session.close();
            factory.close();
            locator.close();
        }
    }
}
