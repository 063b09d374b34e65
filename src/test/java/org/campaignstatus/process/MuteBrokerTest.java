package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import jakarta.jms.JMSContext;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.campaignstatus.harness.BrokerProcess;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.campaignstatus.harness.ShippedSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that accepts connections and says nothing, or is gone without its client's telling: it holds up nothing else. */
@Tag("process")
class MuteBrokerTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final int GROUP = 1;

    @TempDir
    Path folder;

    private Receiver receiver;
    private BrokerProcess broker;
    private RunningProgram program;

    @BeforeEach
    void aProgram() {
        receiver = Receiver.start();
        broker = BrokerProcess.in(folder.resolve("broker"));
        program = RunningProgram.in(folder.resolve("program"))
                .configuredBy(Configured.campaignGroups().with(GROUP).json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .with("lifecycle.jms.consumers", "2")
                .with("statistics.jms.enabled", "true")
                .with("jms.broker-url", broker.url());
    }

    @AfterEach
    void end() {
        program.close();
        broker.close();
        receiver.close();
    }

    @Test
    void aProgramStartsAndStopsBesideABrokerThatSaysNothing() throws Exception {
        // a backlog: the system accepts, and nobody ever answers
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            program.with("jms.broker-url", "tcp://127.0.0.1:" + mute.getLocalPort());
            program.handInLifecycle("first.json", Configured.event("loaded", GROUP, 1));
            program.start();
            waiting().until(() -> actors().equals(List.of(1)));
            waiting().until(() -> brokerIs("no answer"));

            assertThat(program.health("health/live").status()).isEqualTo(200);
            assertThat(program.health("health/ready").status()).isEqualTo(503);
            assertThat(program.metrics().sum("campaignstatus_broker_away")).isEqualTo(1);
            assertThat(program.logged("ERROR")).hasSize(1);

            program.terminate();
            program.exitStatus();
            assertThat(program.says("is shutdown")).isTrue();
            assertThat(program.says("Timeout occurred")).isFalse();
        }
    }

    @Test
    void aBrokerThatFallsSilentIsReportedAndUsedAgainLater() throws Exception {
        broker.start();
        program.start();
        waiting().until(this::isReady);
        broker.suspend();
        waiting().until(() -> brokerIs("no answer"));
        program.handInLifecycle("meanwhile.json", Configured.event("loaded", GROUP, 1));
        waiting().until(() -> actors().equals(List.of(1)));

        broker.resume();
        waiting().until(this::isReady);
        send(2);
        waiting().until(() -> actors().equals(List.of(1, 2)));
    }

    @Test
    void aStopDoesNotWaitForABrokerThatFellSilent() throws Exception {
        broker.start();
        program.start();
        waiting().until(this::isReady);
        broker.suspend();
        program.terminate();
        program.exitStatus();

        assertThat(program.says("is shutdown")).isTrue();
    }

    /** Asked to connect again for ever, a client of Artemis's tells its consumers as little as RabbitMQ's does. */
    @Test
    void aConsumerThatDoesNotKnowThatItsBrokerIsGoneIsNoEvidence() throws Exception {
        broker.start();
        program.write(
                "application.properties",
                ShippedSettings.with(Map.of()).replaceAll("(?m)^camel\\.beans\\.connectionFactory.*\n", "")
                        + """
                camel.beans.connectionFactory = #class:org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory
                camel.beans.connectionFactory.brokerURL = %s?reconnectAttempts=-1
                """.formatted(broker.url()));
        program.without("camel.beans.connectionFactory.port").start();
        waiting().until(this::isReady);
        broker.kill();
        waiting().until(() -> brokerIs("cannot be reached"));
        assertThat(program.logged("ERROR")).hasSize(1);

        broker.start();
        waiting().until(this::isReady);
        send(1);
        waiting().until(() -> actors().equals(List.of(1)));
    }

    private boolean isReady() {
        return program.health("health/ready").status() == 200;
    }

    private boolean brokerIs(String problem) {
        return program.health("health").page().toString().contains(problem);
    }

    private void send(int actor) {
        try (JMSContext context = broker.factory().createContext()) {
            context.createProducer().send(context.createQueue(QUEUE), Configured.event("started", GROUP, actor));
        }
    }

    private List<Integer> actors() {
        return receiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue())
                .toList();
    }
}
