package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.BrokerProcess;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.Patience;
import org.campaignstatus.harness.PostgresServer;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.campaignstatus.harness.SentEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is killed when, under a load of events from a queue and from files: nothing twice, nothing forgotten. */
@Tag("process")
@Tag("endurance")
class KillTest {

    private static final String QUEUE = "campaigngroup.lifecycle";

    /** The notifications that may be under way to the receiver at a time: what a kill can cost. */
    private static final int CONNECTIONS = 4;

    private static final int LAST_OF_QUEUE = 10;
    private static final int LAST_OF_FILES = 20;

    /** A dialer that is further ahead waits: what has queued up would prove nothing more, and take minutes. */
    private static final int MOST_FILES_AHEAD = 10;

    @TempDir
    Path folder;

    private final SentEvents sent = new SentEvents();
    private final Random random = new Random();
    private Receiver receiver;
    private BrokerProcess broker;
    private PostgresServer postgres;
    private RunningProgram program;
    private Thread dialer;
    private volatile boolean dialling = true;
    private volatile Exception dialerProblem;

    @BeforeEach
    void start() {
        receiver = Receiver.start();
        broker = BrokerProcess.in(folder.resolve("broker")).start();
        Configured groups = Configured.campaignGroups();
        IntStream.rangeClosed(1, LAST_OF_FILES).forEach(groups::with);
        program = RunningProgram.in(folder.resolve("program"))
                .configuredBy(groups.json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "1")
                .with("http-connection-pool-size", Integer.toString(CONNECTIONS))
                .with("lifecycle.jms.enabled", "true")
                .with("jms.broker-url", broker.url());
    }

    @AfterEach
    void end() throws InterruptedException {
        dialling = false;
        if (dialer != null) {
            dialer.join();
        }
        program.close();
        broker.close();
        receiver.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    /** From the fifth start on with several consumers, and so with the second queue. */
    @Test
    void theProgram() throws Exception {
        program.start();
        dial();
        for (int kill = 0; kill < 6; kill++) {
            awaitSomeMore();
            program.close();
            program.with("lifecycle.jms.consumers", kill < 3 ? "1" : "8").start();
        }
        awaitTheEnd();
        sent.assertTold(receiver.requests(), 6 * CONNECTIONS);
    }

    @Test
    void theBroker() throws Exception {
        program.start();
        dial();
        for (int kill = 0; kill < 4; kill++) {
            awaitSomeMore();
            broker.kill();
            broker.start();
        }
        awaitTheEnd();
        sent.assertTold(receiver.requests(), 0);
    }

    @Test
    void theDatabase() throws Exception {
        postgres = PostgresServer.in(folder).start();
        program.with("database.url", postgres.url())
                .with("database.username", PostgresServer.USER)
                .start();
        Broker.awaitListener(broker.factory(), QUEUE);
        dial();
        for (int kill = 0; kill < 4; kill++) {
            awaitSomeMore();
            postgres.kill();
            postgres.start();
        }
        awaitTheEnd();
        sent.assertTold(receiver.requests(), 4 * CONNECTIONS);
    }

    @Test
    void theProgramWhileTheReceiverIsDead() throws Exception {
        int port = receiver.port();
        receiver.close();
        program.start();
        dial();
        for (int kill = 0; kill < 3; kill++) {
            int before = sent.count();
            int some = 50 + random.nextInt(200);
            waiting().until(() -> sent.count() > before + some);
            program.close();
            program.start();
        }
        stopDialling();
        awaitNothingLeft();
        receiver = Receiver.startOn(port);

        waiting().until(() -> SentEvents.lastStatuses(receiver.requests()).equals(sent.statuses()));
        assertThat(receiver.requests())
                .as("what was attempted is not made up for")
                .allMatch(request ->
                        request.json().get("GSW_CAMPAIGN_GROUP_ACTION").intValue() == 0);
    }

    /** Lets a random number of notifications pass, so that what is killed next is killed at any moment. */
    private void awaitSomeMore() {
        int before = receiver.requests().size();
        int some = 20 + random.nextInt(200);
        waiting().until(() -> receiver.requests().size() > before + some);
    }

    /** Waits until everything was accepted and the periodic messages tell what the last events have made of it. */
    private void awaitTheEnd() throws Exception {
        stopDialling();
        awaitNothingLeft();
        int before = receiver.requests().size();
        waiting().until(() -> receiver.requests().size() >= before + 2 * LAST_OF_FILES);
        waiting().until(() -> SentEvents.lastStatuses(receiver.requests()).equals(sent.statuses()));
    }

    private void awaitNothingLeft() throws Exception {
        waiting().until(() -> inbox().waiting().isEmpty());
        try (Broker client = Broker.connect(broker.factory())) {
            Patience.awaitNone(() -> client.count(QUEUE));
            Patience.awaitNone(() -> client.count(QUEUE + ".ordered"));
        }
        assertThat(inbox().waiting()).isEmpty();
    }

    private InboxFolder inbox() {
        return new InboxFolder(program.file("inbox/lifecycle"));
    }

    private void dial() {
        dialer = new Thread(
                () -> {
                    try (DialerConnection queue = new DialerConnection(broker.factory())) {
                        for (int file = 0; dialling; file++) {
                            StringBuilder lines = new StringBuilder();
                            for (int group = 1; group <= LAST_OF_FILES; group++) {
                                String event = sent.next(group);
                                if (group <= LAST_OF_QUEUE) {
                                    queue.send(event);
                                } else {
                                    lines.append(event).append('\n');
                                }
                            }
                            program.handInLifecycle("%06d.jsonl".formatted(file), lines.toString());
                            waiting().until(() -> !dialling || inbox().waiting().size() < MOST_FILES_AHEAD);
                        }
                    } catch (Exception e) {
                        dialerProblem = e;
                    }
                },
                "dialer");
        dialer.start();
    }

    private void stopDialling() throws Exception {
        dialling = false;
        dialer.join();
        if (dialerProblem != null) {
            throw dialerProblem;
        }
    }

    /** Sends each event until the broker has confirmed it, over a new connection if the old one is gone. */
    private static final class DialerConnection implements AutoCloseable {

        private final ConnectionFactory factory;
        private Connection connection;
        private Session session;
        private MessageProducer producer;

        DialerConnection(ConnectionFactory factory) {
            this.factory = factory;
        }

        void send(String event) {
            RunningProgram.waiting().until(() -> isSent(event));
        }

        private boolean isSent(String event) {
            try {
                if (connection == null) {
                    connection = factory.createConnection();
                    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                    producer = session.createProducer(session.createQueue(QUEUE));
                }
                producer.send(session.createTextMessage(event));
                return true;
            } catch (JMSException e) {
                close();
                return false;
            }
        }

        @Override
        public void close() {
            try {
                if (connection != null) {
                    connection.close();
                }
            } catch (JMSException e) {
                // it is gone already
            }
            connection = null;
        }
    }
}
