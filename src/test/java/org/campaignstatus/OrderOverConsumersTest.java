package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.SentEvents;
import org.campaignstatus.jms.JmsInputs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several consumers on one node: the order is that of the queue, and an event is still known by its message. */
@Tag("endurance")
class OrderOverConsumersTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final int GROUPS = 20;
    private static final int EVENTS = 2_000;

    @TempDir
    Path folder;

    private final SentEvents sent = new SentEvents();
    private Receiver receiver;
    private Program program;

    @BeforeEach
    void aProgram() {
        receiver = Receiver.start();
        Configured groups = Configured.campaignGroups();
        IntStream.rangeClosed(1, GROUPS).forEach(groups::with);
        program = Program.in(folder)
                .configuredBy(groups.json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .with("lifecycle.jms.consumers", "8");
    }

    @AfterEach
    void end() {
        program.close();
        receiver.close();
    }

    @Test
    void theOrderOfTheQueueIsKept() throws Exception {
        program.start();
        try (Broker broker = program.broker()) {
            broker.send(
                    QUEUE,
                    IntStream.range(0, EVENTS)
                            .mapToObj(i -> sent.next(1 + i % GROUPS))
                            .toArray(String[]::new));
            await().until(() -> receiver.requests().size() == EVENTS);
            sent.assertTold(receiver.requests(), 0);
            await().until(() -> broker.count(QUEUE) + broker.count(QUEUE + ".ordered") == 0);
        }
    }

    @Test
    void anInvalidMessageIsQuarantinedLikeFromOneConsumer() throws Exception {
        program.start();
        try (Broker broker = program.broker()) {
            broker.send(QUEUE, "not an event", Configured.event("loaded", 1, 7));
            await().until(() -> receiver.requests().size() == 1);
            assertThat(broker.receive(QUEUE + ".failed")).isEqualTo("not an event");
            await().until(() -> broker.count(QUEUE) + broker.count(QUEUE + ".ordered") == 0);
        }
    }

    @Test
    void theIdOfABadMessageIsOneShortPartOfTheLineAboutIt() throws Exception {
        program.start();
        String id = "x\n2026-11-23 ERROR forged " + "y".repeat(1000);
        try (LogCapture log = LogCapture.provoking(JmsInputs.class.getName());
                Broker broker = program.broker()) {
            broker.send(QUEUE + ".ordered", Map.of("originalMessageId", id), "no event");
            await().until(() -> !log.lines().isEmpty());
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.message())
                            .startsWith("message x 2026-11-23 ERROR forged y")
                            .hasSizeLessThan(700)
                            .doesNotContain("\n"));
        }
    }

    @Test
    void twoMessagesOfAProducerWithTheSameOriginalIdAreBothSent() throws Exception {
        program.start();
        try (Broker broker = program.broker()) {
            Map<String, String> same = Map.of("originalMessageId", "ID:same");
            broker.send(QUEUE, same, Configured.event("loaded", 1, 7), Configured.event("started", 1, 8));
            await().until(() -> actors().equals(List.of(7, 8)));
        }
    }

    @Test
    void anObjectMessageIsQuarantinedUnreadAndNobodyIsRepliedTo() throws Exception {
        program.start();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                        "tcp://127.0.0.1:" + program.setting("camel.beans.connectionFactory.port"));
                Connection connection = factory.createConnection();
                Session session = connection.createSession();
                Broker broker = program.broker()) {
            connection.start();
            ObjectMessage object = session.createObjectMessage("not an event");
            TextMessage event = session.createTextMessage(Configured.event("loaded", 1, 7));
            for (Message message : List.of(object, event)) {
                message.setJMSReplyTo(session.createQueue("replies"));
                session.createProducer(session.createQueue(QUEUE)).send(message);
            }
            await().until(() -> actors().contains(7));

            assertThat(session.createConsumer(session.createQueue(QUEUE + ".failed"))
                            .receive(30_000))
                    .isInstanceOf(ObjectMessage.class);
            await().until(() -> broker.count(QUEUE) + broker.count(QUEUE + ".ordered") == 0);
            assertThat(broker.count("replies")).isZero();
        }
    }

    @Test
    void longMessagesAreSentOnWhole() throws Exception {
        program.start();
        String space = " ".repeat(300_000);
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                        "tcp://127.0.0.1:" + program.setting("camel.beans.connectionFactory.port"));
                Connection connection = factory.createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
            for (int i = 1; i <= 20; i++) {
                String event = Configured.event("loaded", 1, i) + space;
                BytesMessage bytes = session.createBytesMessage();
                bytes.writeBytes(event.getBytes(StandardCharsets.UTF_8));
                producer.send(i % 2 == 0 ? bytes : session.createTextMessage(event));
            }
            await().until(() ->
                    actors().equals(IntStream.rangeClosed(1, 20).boxed().toList()));
        }
    }

    @Test
    void aMessageThatWasSentOnTwiceSendsOneNotification() throws Exception {
        program.start();
        try (Broker broker = program.broker()) {
            for (int i = 0; i < 2; i++) {
                broker.send(
                        QUEUE + ".ordered",
                        Map.of("JMSXGroupID", "1", "originalMessageId", "ID:one"),
                        Configured.event("loaded", 1, 7));
            }
            broker.send(QUEUE, Configured.event("started", 1, 8));
            await().until(() -> actors().contains(8));
            await().until(() -> broker.count(QUEUE) + broker.count(QUEUE + ".ordered") == 0);
        }
        assertThat(actors()).containsExactly(7, 8);
    }

    @Test
    void withMessageGroupsOfTheProducerThereIsNoSecondQueue() throws Exception {
        program.with("lifecycle.jms.ordered", "false").start();
        assertThat(program.context().getRoute("lifecycle-order")).isNull();
        try (Broker broker = program.broker()) {
            for (int i = 0; i < EVENTS / 10; i++) {
                int group = 1 + i % GROUPS;
                broker.send(QUEUE, Map.of("JMSXGroupID", "g" + group), sent.next(group));
            }
            await().until(() -> receiver.requests().size() == EVENTS / 10);
        }
        sent.assertTold(receiver.requests(), 0);
    }

    private List<Integer> actors() {
        return receiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue())
                .toList();
    }
}
