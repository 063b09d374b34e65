package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import jakarta.jms.JMSContext;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.harness.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the embedded broker. */
final class EmbeddedBrokerDiskTest {

    @TempDir
    Path data;

    private final int port = Ports.free();
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = new EmbeddedBroker(data, port, "", "");
    }

    @AfterEach
    void stop() throws Exception {
        broker.stop();
    }

    /** Artemis stops like this after an error when it writes. */
    @Test
    void aBrokerThatHasStoppedByItselfStartsAgainWithItsMessages() throws Exception {
        ActiveMQServer first = broker.server();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
                JMSContext context = factory.createContext()) {
            context.createProducer().send(context.createQueue("events"), "before");
        }
        first.stop();
        await().until(() -> broker.server() != first && broker.server().isActive());
        await().until(() -> broker.problem().isEmpty());

        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                        "tcp://127.0.0.1:" + port + "?initialConnectAttempts=100&retryInterval=100");
                JMSContext context = factory.createContext()) {
            assertThat(context.createConsumer(context.createQueue("events")).receiveBody(String.class, 30_000))
                    .isEqualTo("before");
        }
    }

    /** Artemis logs that, and stays as if it were starting. */
    @Tag("endurance")
    @Test
    void aRestartThatHasFailedIsTriedAgain() throws Exception {
        ActiveMQServer first = broker.server();
        first.stop();
        Path lock = data.resolve("journal/server.lock");
        Files.delete(lock);
        Files.createDirectory(lock);
        await().until(() -> broker.server() != first);
        ActiveMQServer second = broker.server();
        assertThat(broker.problem()).isPresent();
        await().until(() -> second.getState() == ActiveMQServer.SERVER_STATE.STOPPED);

        Files.delete(lock);
        await().until(() -> broker.server().isActive());
        await().until(() -> broker.problem().isEmpty());
    }

    @Test
    void aBrokerThatIsStoppedStaysSo() throws Exception {
        ActiveMQServer first = broker.server();
        broker.stop();
        assertThat(broker.server()).isSameAs(first);
        assertThat(first.isStarted()).isFalse();
    }

    @Test
    void theLimitIsOneInBytes() {
        assertThat(broker.server().getConfiguration().getMaxDiskUsage()).isEqualTo(-1);
        assertThat(broker.server().getConfiguration().getMinDiskFree()).isEqualTo(20 * 1024 * 1024);
    }
}
