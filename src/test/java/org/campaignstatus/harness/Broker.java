package org.campaignstatus.harness;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;

/** A client of the broker, for a test that hands in messages and looks what is left. Not thread-safe. */
public final class Broker implements AutoCloseable {

    private final Connection connection;
    private final Session session;
    private final TemporaryQueue answers;
    private final MessageConsumer answered;

    private Broker(ConnectionFactory factory) throws JMSException {
        connection = factory.createConnection();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        answers = session.createTemporaryQueue();
        answered = session.createConsumer(answers);
        connection.start();
    }

    public static Broker connect(ConnectionFactory factory) throws JMSException {
        return new Broker(factory);
    }

    public void send(String queue, String... texts) throws JMSException {
        send(queue, Map.of(), texts);
    }

    /** @param properties names that JMS itself would reject are set all the same, as other clients do */
    public void send(String queue, Map<String, String> properties, String... texts) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (String text : List.of(texts)) {
                Message message = session.createTextMessage(text);
                for (Map.Entry<String, String> property : properties.entrySet()) {
                    message.setStringProperty(property.getKey(), property.getValue());
                }
                producer.send(message);
            }
        }
    }

    public void publish(String topic, String text) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createTopic(topic))) {
            producer.send(session.createTextMessage(text));
        }
    }

    /** @return the text of the next text or bytes message, waiting for one if there is none yet */
    public String receive(String queue) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            Message message = consumer.receive(30_000);
            return message instanceof BytesMessage bytes ? text(bytes) : ((TextMessage) message).getText();
        }
    }

    private static String text(BytesMessage message) throws JMSException {
        byte[] bytes = new byte[(int) message.getBodyLength()];
        message.readBytes(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * @return how many messages the queue has, those under way to a consumer and not acknowledged yet among them; none if
     *     there is no such queue
     */
    public long count(String queue) throws Exception {
        return attribute(queue, "messageCount");
    }

    /**
     * Waits until somebody listens to a queue. A message that comes earlier has the broker create the queue by itself, and not
     * as one that is exclusive.
     */
    public static void awaitListener(ConnectionFactory factory, String queue) throws Exception {
        try (Broker broker = connect(factory)) {
            RunningProgram.waiting().until(() -> broker.attribute(queue, "consumerCount") > 0);
        }
    }

    private long attribute(String queue, String attribute) throws Exception {
        Message request = session.createMessage();
        JMSManagementHelper.putAttribute(request, "queue." + queue, attribute);
        request.setJMSReplyTo(answers);
        try (MessageProducer producer = session.createProducer(session.createQueue("activemq.management"))) {
            producer.send(request);
        }
        Message answer = answered.receive(30_000);
        return !JMSManagementHelper.hasOperationSucceeded(answer)
                ? 0
                : ((Number) JMSManagementHelper.getResult(answer)).longValue();
    }

    @Override
    public void close() throws JMSException {
        answered.close();
        answers.delete();
        connection.close();
    }
}
