package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.BrokerProcess;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.campaignstatus.harness.ShippedSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program and a broker that is not its own: over TCP, with and without security, away and back again. */
@Tag("process")
class RemoteBrokerTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final String TOPIC = "campaigngroup.statistics";

    /** Campaign groups: one whose receiver is as slow as a test wants, one with statistics, one whose receiver is dead. */
    private static final int SLOW = 1;

    private static final int MEASURED = 2;
    private static final int DEAD = 3;
    private static final int FROM_FILES = 4;

    @TempDir
    Path folder;

    private Receiver receiver;
    private Receiver slowReceiver;
    private BrokerProcess broker;
    private RunningProgram program;

    @BeforeEach
    void aProgram() {
        receiver = Receiver.start();
        slowReceiver = Receiver.start();
        program = RunningProgram.in(folder.resolve("program"))
                .configuredBy(Configured.campaignGroups()
                        .with(SLOW, "campaigngroup-states-uri", slowReceiver.uri("/"))
                        .with(MEASURED)
                        .with(DEAD, "campaigngroup-states-uri", "http://127.0.0.1:" + Ports.free())
                        .with(FROM_FILES)
                        .json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("http-response-timeout", "60")
                .with("lifecycle.jms.enabled", "true")
                .with("statistics.jms.enabled", "true");
    }

    @AfterEach
    void end() {
        program.close();
        if (broker != null) {
            broker.close();
        }
        receiver.close();
        slowReceiver.close();
    }

    @Test
    void theDeathOfTheBrokerAndItsReturnCostNoEventAndRepeatNone() throws Exception {
        broker = BrokerProcess.in(folder.resolve("broker")).start();
        program.with("jms.broker-url", broker.url()).start();
        waiting().until(this::isReady);
        send(1, 2, 3);
        waiting().until(() -> told().size() == 3);
        assertStatisticsArrive();

        CountDownLatch gate = new CountDownLatch(1);
        slowReceiver.answering(Answer.when(gate));
        send(4, 5, 6);
        waiting().until(() -> told().size() == 4);
        broker.kill();
        waiting().until(() -> program.health("health/ready").status() == 503);
        assertThat(program.health("health/live").status()).isEqualTo(200);
        program.handInLifecycle("file.json", Configured.event("loaded", FROM_FILES));
        waiting().until(() -> receiver.about(Integer.toString(FROM_FILES)).size() == 1);
        gate.countDown();

        broker.start();
        waiting().until(this::isReady);
        send(7, 8, 9);
        waiting().until(() -> told().contains(9));
        assertStatisticsArrive();
        assertThat(told())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 9).boxed().toList());
        assertNothingIsLeft();
    }

    @Test
    void theBrokerMayStartAfterTheProgram() throws Exception {
        broker = BrokerProcess.in(folder.resolve("broker"));
        program.with("jms.broker-url", broker.url()).start();
        assertThat(program.health("health/ready").status()).isEqualTo(503);
        assertThat(program.health("health/live").status()).isEqualTo(200);

        broker.start();
        waiting().until(this::isReady);
        send(1);
        waiting().until(() -> told().equals(List.of(1)));
    }

    @Test
    void aDeadReceiverIsNoReasonNotToBeReady() throws Exception {
        broker = BrokerProcess.in(folder.resolve("broker")).start();
        program.with("jms.broker-url", broker.url()).start();
        waiting().until(this::isReady);
        program.handInLifecycle("dead.json", Configured.event("loaded", DEAD));
        waiting().until(() -> program.says("failed: connection refused, not repeated"));

        assertThat(program.health("health/ready").status()).isEqualTo(200);
        assertThat(program.health("health").status()).isEqualTo(200);
    }

    @Test
    void userAndPasswordAreShownToTheBroker() throws Exception {
        broker = BrokerProcess.withSecurityIn(folder.resolve("broker")).start();
        program.with("jms.broker-url", broker.url())
                .settings(Map.of("jms.username", BrokerProcess.USER, "jms.password", BrokerProcess.PASSWORD))
                .start();
        waiting().until(this::isReady);
        send(1);
        waiting().until(() -> told().equals(List.of(1)));
        assertThat(program.output()).noneMatch(line -> line.contains(BrokerProcess.PASSWORD));
    }

    @Test
    void aWrongPasswordIsSeenInTheLogAndInTheHealth() {
        broker = BrokerProcess.withSecurityIn(folder.resolve("broker")).start();
        program.with("jms.broker-url", broker.url())
                .settings(Map.of("jms.username", BrokerProcess.USER, "jms.password", "wrong-secret"))
                .start();
        waiting().until(() -> program.says("Unable to validate user"));

        assertThat(program.health("health/ready").status()).isEqualTo(503);
        assertThat(program.output()).noneMatch(line -> line.contains("wrong-secret"));
    }

    /** This client is not told by its class to be anything but what the JMS API says. */
    @Test
    void anotherVendorsConnectionFactoryIsPutInByPropertiesAlone() throws Exception {
        broker = BrokerProcess.withSecurityIn(folder.resolve("broker")).start();
        String ours = "(?m)^camel\\.beans\\.connectionFactory.*\n";
        program.write(
                "application.properties",
                ShippedSettings.with(Map.of()).replaceAll(ours, "")
                        + """
                camel.beans.connectionFactory = #class:org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory
                camel.beans.connectionFactory.brokerURL = %s
                camel.beans.connectionFactory.user = %s
                camel.beans.connectionFactory.password = %s
                """.formatted(broker.url(), BrokerProcess.USER, BrokerProcess.PASSWORD));
        program.without("camel.beans.connectionFactory.port").start();
        waiting().until(this::isReady);
        send(1, 2, 3);
        waiting().until(() -> told().size() == 3);
        assertStatisticsArrive();

        assertThat(told()).containsExactly(1, 2, 3);
        assertNothingIsLeft();
    }

    private boolean isReady() {
        return program.health("health/ready").status() == 200;
    }

    private void send(int... actors) {
        try (JMSContext context = broker.factory().createContext()) {
            for (int actor : actors) {
                context.createProducer().send(context.createQueue(QUEUE), Configured.event("started", SLOW, actor));
            }
        }
    }

    /** @return the actors of the notifications about the events that were sent to the queue */
    private List<Integer> told() {
        return slowReceiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue())
                .toList();
    }

    /** The campaign group is told about, which is when its statistics begin, measured, and told about again. */
    private void assertStatisticsArrive() {
        tellOfMeasured();
        double busyFactor = receiver.requests().size() + 0.5;
        try (JMSContext context = broker.factory().createContext()) {
            context.createProducer()
                    .send(
                            context.createTopic(TOPIC),
                            "{\"campaignGroup\":%d,\"values\":{\"busyFactor\":%s}}".formatted(MEASURED, busyFactor));
        }
        waiting().until(() -> tellOfMeasured().get("GSW_STAT_BUSY_FACTOR").doubleValue() == busyFactor);
    }

    private JsonNode tellOfMeasured() {
        int before = receiver.requests().size();
        program.handInLifecycle("measured-" + before + ".json", Configured.event("started", MEASURED));
        waiting().until(() -> receiver.requests().size() > before);
        return receiver.requests().get(before).json();
    }

    private void assertNothingIsLeft() throws Exception {
        try (Broker client = Broker.connect(broker.factory())) {
            waiting().until(() -> client.count(QUEUE) == 0);
            assertThat(client.count(QUEUE + ".failed")).isZero();
        }
    }
}
