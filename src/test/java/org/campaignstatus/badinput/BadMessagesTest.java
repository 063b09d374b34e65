package org.campaignstatus.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.health.HealthCheck;
import org.campaignstatus.contract.Schema;
import org.campaignstatus.harness.HarmfulObject;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JMS messages that are no lifecycle event or statistics: kept untouched in a queue, with the reason. */
class BadMessagesTest {

    private static final Duration MOST = Duration.ofSeconds(30);
    private static final String NO_TEXT_OR_BYTES = ": expected a text or bytes message";

    @TempDir
    static Path folder;

    private static Receiver receiver;
    private static Program program;
    private static ActiveMQConnectionFactory factory;
    private static Connection connection;
    private static Session session;
    private static MessageProducer events;
    private static MessageProducer statistics;
    private static MessageConsumer failedEvents;
    private static MessageConsumer failedStatistics;
    private static int hits;

    private int before;

    @BeforeAll
    static void start() throws Exception {
        receiver = Receiver.start();
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .with("statistics.jms.enabled", "true")
                .configuredBy(LifecycleFilesSetup.CONFIGURATION)
                .start();
        HealthCheck broker =
                program.context().getRegistry().lookupByNameAndType("broker-health-check", HealthCheck.class);
        await().until(() -> broker.call().getState() == HealthCheck.State.UP);
        factory = new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + program.setting("camel.beans.connectionFactory.port"));
        factory.setDeserializationAllowList("*");
        connection = factory.createConnection();
        connection.start();
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        events = session.createProducer(session.createQueue("campaigngroup.lifecycle"));
        statistics = session.createProducer(session.createTopic("campaigngroup.statistics"));
        failedEvents = session.createConsumer(session.createQueue("campaigngroup.lifecycle.failed"));
        failedStatistics = session.createConsumer(session.createQueue("campaigngroup.statistics.failed"));
    }

    @AfterAll
    static void stop() throws JMSException {
        Schema.assertNotifications(receiver);
        connection.close();
        factory.close();
        program.close();
        receiver.close();
    }

    @BeforeEach
    void count() {
        before = receiver.requests().size();
    }

    static List<BadPiece> events() {
        return BadPiece.events();
    }

    @ParameterizedTest
    @MethodSource("events")
    void aBadTextMessageIsQuarantined(BadPiece bad) throws JMSException {
        String reason = bad.reason();
        if (bad.name().equals("ISO-8859-1") || bad.name().startsWith("UTF-16 with")) {
            reason = ""; // a text message has its own encoding, so that only its characters are bad
        }
        TextMessage kept = (TextMessage) quarantined(session.createTextMessage(bad.text()), reason);
        assertThat(kept.getText()).isEqualTo(bad.text());
    }

    @ParameterizedTest
    @MethodSource("events")
    void aBadBytesMessageIsQuarantined(BadPiece bad) throws JMSException {
        assertThat(content((BytesMessage) quarantined(bytes(bad.bytes()), bad.reason())))
                .isEqualTo(bad.bytes());
    }

    @Test
    void aProducerGivesNoMessageTheIdOfAnother() throws JMSException {
        for (int actor : new int[] {1, 2}) {
            TextMessage message = session.createTextMessage(good(actor));
            message.setStringProperty("originalMessageId", "ID:same");
            events.send(message);
        }
        awaitSent(1, 2);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \n"})
    void anEmptyTextMessageIsQuarantined(String text) throws JMSException {
        TextMessage kept = (TextMessage) quarantined(session.createTextMessage(text), "empty: expected a JSON object");
        assertThat(kept.getText()).isEqualTo(text);
    }

    @Test
    void anEmptyBytesMessageIsQuarantined() throws JMSException {
        assertThat(content((BytesMessage) quarantined(bytes(new byte[0]), "empty: expected a JSON object")))
                .isEmpty();
    }

    @Test
    void anObjectMessageIsQuarantinedAndNeverUnpacked() throws JMSException {
        ObjectMessage kept = (ObjectMessage) quarantined(
                session.createObjectMessage(new HarmfulObject()),
                "neither a text nor a bytes message but a ObjectMessage" + NO_TEXT_OR_BYTES);
        assertThat(HarmfulObject.UNPACKED).hasValue(0);

        assertThat(((HarmfulObject) kept.getObject()).name()).isEqualTo("harm");
        assertThat(HarmfulObject.UNPACKED).hasValue(1);
        HarmfulObject.UNPACKED.set(0);
    }

    @Test
    void anObjectMessageOfAClassThatNobodyHasIsQuarantined() throws JMSException {
        ObjectMessage sent = session.createObjectMessage(new int[] {1, 2, 3});
        ObjectMessage kept = (ObjectMessage) quarantined(sent, "neither a text nor a bytes message");
        assertThat((int[]) kept.getObject()).containsExactly(1, 2, 3);
    }

    @Test
    void aMapMessageIsQuarantined() throws JMSException {
        MapMessage sent = session.createMapMessage();
        sent.setString("event", "loaded");
        sent.setInt("campaignGroup", 124);
        MapMessage kept = (MapMessage) quarantined(sent, "neither a text nor a bytes message");
        assertThat(kept.getString("event")).isEqualTo("loaded");
        assertThat(kept.getInt("campaignGroup")).isEqualTo(124);
    }

    @Test
    void aStreamMessageIsQuarantined() throws JMSException {
        StreamMessage sent = session.createStreamMessage();
        sent.writeString("loaded");
        sent.writeInt(124);
        StreamMessage kept = (StreamMessage) quarantined(sent, "neither a text nor a bytes message");
        assertThat(kept.readString()).isEqualTo("loaded");
        assertThat(kept.readInt()).isEqualTo(124);
    }

    @Test
    void aMessageWithoutABodyIsQuarantined() throws JMSException {
        quarantined(session.createMessage(), "neither a text nor a bytes message");
    }

    @Test
    void headersAndPropertiesOfAQuarantinedMessageStay() throws JMSException {
        TextMessage sent = session.createTextMessage("bad");
        sent.setStringProperty("tenant", "Environment");
        sent.setIntProperty("attempt", 3);
        sent.setStringProperty("JMSXGroupID", "124");
        sent.setStringProperty("error", "of another program");
        sent.setJMSCorrelationID("c-1");
        sent.setJMSType("event");
        Message kept = quarantined(sent, "not valid JSON: ");
        assertThat(kept.getStringProperty("tenant")).isEqualTo("Environment");
        assertThat(kept.getIntProperty("attempt")).isEqualTo(3);
        assertThat(kept.getStringProperty("JMSXGroupID")).isEqualTo("124");
        assertThat(kept.getJMSCorrelationID()).isEqualTo("c-1");
        assertThat(kept.getJMSType()).isEqualTo("event");
    }

    @Test
    void anEventOfExactly1MiBIsTakenFromATextAndABytesMessage() throws JMSException {
        events.send(session.createTextMessage(BadPiece.sized(LifecycleFilesSetup.MEBIBYTE)));
        events.send(bytes(BadPiece.sized(LifecycleFilesSetup.MEBIBYTE).getBytes(StandardCharsets.UTF_8)));
        awaitSent(0, 0);
    }

    @Test
    void aByteOrderMarkInABytesMessageIsPassedOver() throws JMSException {
        events.send(bytes(("\uFEFF" + good(1)).getBytes(StandardCharsets.UTF_8)));
        awaitSent(1);
    }

    @Test
    void messagesWithoutAnIdAreNotTakenForEachOther() throws JMSException {
        MessageProducer nameless = session.createProducer(events.getDestination());
        nameless.setDisableMessageID(true);
        nameless.send(session.createTextMessage(good(1)));
        nameless.send(session.createTextMessage(good(1)));
        events.send(session.createTextMessage(good(2)));
        awaitSent(1, 1, 2);
    }

    static List<BadPiece> statistics() {
        return BadPiece.statistics();
    }

    @ParameterizedTest
    @MethodSource("statistics")
    void badStatisticsAreQuarantinedAndGoodOnesBesideThemApply(BadPiece bad) throws JMSException {
        double told = 0.25 + hits++ / 1024.0;
        statistics.send(
                session.createTextMessage("{\"campaignGroup\": 124, \"values\": {\"hitRatio\": " + told + "}}"));
        statistics.send(bytes(bad.bytes()));
        Message kept = failedStatistics.receive(MOST.toMillis());
        assertThat(content((BytesMessage) kept)).isEqualTo(bad.bytes());
        assertThat(kept.getStringProperty("error")).startsWith(bad.reason());
        events.send(session.createTextMessage(good(1)));
        awaitSent(1);
        assertThat(receiver.requests()
                        .get(before)
                        .json()
                        .path("GSW_STAT_HIT_RATIO")
                        .asDouble())
                .isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void statisticsInAMessageOfTheWrongKindAreQuarantinedAndNeverUnpacked(boolean object) throws JMSException {
        statistics.send(object ? session.createObjectMessage(new HarmfulObject()) : session.createMapMessage());
        Message kept = failedStatistics.receive(MOST.toMillis());
        assertThat(kept.getStringProperty("error")).startsWith("neither a text nor a bytes message");
        assertThat(kept).isInstanceOf(object ? ObjectMessage.class : MapMessage.class);
        assertThat(HarmfulObject.UNPACKED).hasValue(0);
    }

    /** Sends a good event before and after the bad one: in their lane, nothing of the bad one can come later. */
    private Message quarantined(Message bad, String reason) throws JMSException {
        events.send(session.createTextMessage(good(1)));
        events.send(bad);
        events.send(session.createTextMessage(good(2)));
        Message kept = failedEvents.receive(MOST.toMillis());
        assertThat(kept).as("the message in the queue of failed ones").isNotNull();
        assertThat(kept.getStringProperty("error")).isNotEmpty().startsWith(reason);
        awaitSent(1, 2);
        return kept;
    }

    private void awaitSent(Integer... actors) {
        await().until(() -> receiver.requests().size() >= before + actors.length);
        assertThat(receiver.requests().stream()
                        .skip(before)
                        .map(request ->
                                request.json().path("GSW_CAMPAIGN_GROUP_ACTOR").asInt()))
                .containsExactly(actors);
    }

    private static String good(int actor) {
        return "{\"event\": \"loaded\", \"campaignGroup\": 124, \"time\": \"2018-06-01T16:01:00Z\", \"actor\": " + actor
                + "}";
    }

    private static BytesMessage bytes(byte[] content) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(content);
        return message;
    }

    private static byte[] content(BytesMessage message) throws JMSException {
        byte[] content = new byte[(int) message.getBodyLength()];
        message.readBytes(content);
        return content;
    }
}
