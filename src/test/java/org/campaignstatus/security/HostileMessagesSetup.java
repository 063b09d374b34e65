package org.campaignstatus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A program with JMS sources, a connection to its broker, and a server that nothing should be sent to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileMessagesSetup {

    static final String QUEUE = "campaigngroup.lifecycle";
    static final String TOPIC = "campaigngroup.statistics";
    static final String SECRET = "sesame";
    static final int PLAIN = 1;
    static final int REDIRECTED = 2;

    /** Headers of all messages that came from a broker. */
    final Set<String> headers = new ConcurrentSkipListSet<>();

    final Receiver receiver = Receiver.start();
    final Receiver elsewhere = Receiver.start();
    Program program;
    Connection connection;
    Session session;

    /** Notes the headers that a message from a broker has when it enters a route. */
    final class Headers extends EventNotifierSupport {

        @Override
        public void notify(CamelEvent event) {
            Exchange exchange = ((ExchangeEvent) event).getExchange();
            headers.addAll(exchange.getIn().getHeaders().keySet());
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof CamelEvent.ExchangeCreatedEvent created
                    && created.getExchange().getFromEndpoint() != null
                    && created.getExchange().getFromEndpoint().getEndpointUri().startsWith("jms:");
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states?token=" + SECRET))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .with("statistics.jms.enabled", "true")
                .with("site.secret", SECRET)
                .withBean("headers", new Headers())
                .configuredBy(Configured.campaignGroups()
                        .with(PLAIN)
                        .with(REDIRECTED, "campaigngroup-states-uri", receiver.uri("/redirected?token=" + SECRET))
                        .json())
                .start();
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + program.setting("camel.beans.connectionFactory.port"));
        connection = factory.createConnection();
        connection.start();
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
    }

    @AfterAll
    void stop() throws Exception {
        connection.close();
        program.close();
        receiver.close();
        elsewhere.close();
    }

    void send(String to, Message message) throws Exception {
        try (MessageProducer producer =
                session.createProducer(to.equals(TOPIC) ? session.createTopic(to) : session.createQueue(to))) {
            producer.send(message);
        }
    }

    Message receive(String queue) throws Exception {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            Message message = consumer.receive(30_000);
            assertThat(message).as("a message in " + queue).isNotNull();
            return message;
        }
    }
}
