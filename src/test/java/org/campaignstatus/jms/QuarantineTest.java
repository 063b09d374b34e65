package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.health.HealthCheck;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.AnotherVendorsFactory;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.SiteBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue that keeps rejected messages is not there, closed, or full. */
@Tag("endurance")
class QuarantineTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final String FAILED = QUEUE + ".failed";
    private static final String TOPIC = "campaigngroup.statistics";
    private static final int GROUP = 1;

    @TempDir
    Path folder;

    private Receiver receiver;
    private SiteBroker broker;
    private Program program;
    private LogCapture log;

    /** Why a queue takes nothing. */
    enum Closed {
        MISSING {
            @Override
            void open(SiteBroker broker, String queue) throws Exception {
                broker.createQueue(queue);
            }
        },
        FORBIDDEN {
            @Override
            void close(SiteBroker broker, String queue) throws Exception {
                broker.createQueue(queue);
                broker.allowSending(queue, false);
            }

            @Override
            void open(SiteBroker broker, String queue) {
                broker.allowSending(queue, true);
            }
        },
        FULL {
            @Override
            void close(SiteBroker broker, String queue) throws Exception {
                broker.createQueue(queue);
                broker.fill(queue);
            }

            @Override
            void open(SiteBroker broker, String queue) throws Exception {
                broker.empty(queue);
            }
        };

        void close(SiteBroker broker, String queue) throws Exception {}

        abstract void open(SiteBroker broker, String queue) throws Exception;
    }

    @BeforeEach
    void aProgram() throws Exception {
        receiver = Receiver.start();
        broker = SiteBroker.withQueues(QUEUE, QUEUE + ".ordered");
        broker.createTopic(TOPIC);
        program = broker.usedBy(Program.in(folder))
                .configuredBy(Configured.campaignGroups().with(GROUP).json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .with("statistics.jms.enabled", "true");
        log = LogCapture.provoking(JmsInputs.class.getName());
    }

    @AfterEach
    void end() throws Exception {
        program.close();
        broker.close();
        receiver.close();
        log.close();
    }

    @ParameterizedTest
    @EnumSource(Closed.class)
    void aRejectedMessageStaysInItsQueueUntilItCanBeQuarantined(Closed closed) throws Exception {
        closed.close(broker, FAILED);
        startAndSend("not an event", "neither this", Configured.event("loaded", GROUP, 7));
        await().until(() -> actors().equals(List.of(7)));
        await().until(() -> health("quarantine").getState() == HealthCheck.State.DOWN);

        assertThat(health("quarantine").getMessage().orElseThrow()).startsWith("2 rejected messages wait");
        // the event is acknowledged after its receiver has it, and without waiting for the broker
        await().until(() -> broker.count(QUEUE) == 2);
        assertThat(log.lines()).noneMatch(line -> line.message().contains("kept in"));

        closed.open(broker, FAILED);
        await().until(() -> broker.count(QUEUE) == 0);
        assertThat(broker.count(FAILED)).isEqualTo(2);
        await().until(() -> health("quarantine").getState() == HealthCheck.State.UP);
        assertThat(log.lines().stream().filter(line -> line.message().contains("is invalid and kept")))
                .hasSize(2);
    }

    @Test
    void oneLineSaysWhyAndNamesTheQueue() throws Exception {
        startAndSend("not an event", "neither this");
        await().until(() -> health("quarantine").getState() == HealthCheck.State.DOWN);

        assertThat(log.lines().stream().filter(line -> line.level() == Level.ERROR))
                .singleElement()
                .satisfies(line ->
                        assertThat(line.message()).contains(FAILED, "cannot be written to", "There is no queue"));
    }

    @Test
    void withMessageGroupsToo() throws Exception {
        program.with("lifecycle.jms.consumers", "4");
        startAndSend("not an event", Configured.event("loaded", GROUP, 7));
        await().until(() -> actors().equals(List.of(7)));
        await().until(() -> broker.count(QUEUE) == 1);

        broker.createQueue(FAILED);
        await().until(() -> broker.count(QUEUE) == 0);
        assertThat(broker.count(FAILED)).isEqualTo(1);
    }

    @Test
    void aStopLeavesTheMessageInItsQueue() throws Exception {
        startAndSend("not an event");
        await().until(() -> health("quarantine").getState() == HealthCheck.State.DOWN);
        program.close();
        assertThat(broker.count(QUEUE)).isEqualTo(1);

        broker.createQueue(FAILED);
        program.start();
        await().until(() -> broker.count(QUEUE) == 0);
        assertThat(broker.count(FAILED)).isEqualTo(1);
    }

    @Test
    void rejectedStatisticsWaitToo() throws Exception {
        program.start();
        awaitBroker();
        try (JMSContext context = broker.factory().createContext()) {
            context.createProducer().send(context.createTopic(TOPIC), "no statistics");
        }
        await().until(() -> health("quarantine").getState() == HealthCheck.State.DOWN);

        broker.createQueue(TOPIC + ".failed");
        await().until(() -> broker.count(TOPIC + ".failed") == 1);
        await().until(() -> health("quarantine").getState() == HealthCheck.State.UP);
    }

    /** It acknowledges with a message all that came before it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherVendorsClientAcknowledgesNothingThatIsNotKept(boolean stopped) throws Exception {
        program.with("camel.beans.connectionFactory", "#class:" + AnotherVendorsFactory.class.getName())
                .with("camel.beans.connectionFactory.brokerUrl", "{{jms.broker-url}}")
                .with("camel.beans.connectionFactory.username", "{{jms.username}}")
                .with("camel.beans.connectionFactory.password", "{{jms.password}}");
        startAndSend("not an event", Configured.event("loaded", GROUP, 7));
        await().until(() -> health("quarantine").getState() == HealthCheck.State.DOWN);
        if (stopped) {
            program.close();
            assertThat(broker.count(QUEUE)).isEqualTo(2);
        }
        broker.createQueue(FAILED);
        if (stopped) {
            program.start();
        }
        await().until(() -> actors().equals(List.of(7)));
        await().until(() -> broker.count(QUEUE) == 0);
        assertThat(broker.count(FAILED)).isEqualTo(1);
    }

    @Test
    void theLogNamesTheIdThatTheQuarantinedMessageHas() throws Exception {
        broker.createQueue(FAILED);
        startAndSend("not an event");
        try (JMSContext context = broker.factory().createContext()) {
            Message kept = context.createConsumer(context.createQueue(FAILED)).receive(30_000);
            await().until(() -> !log.lines().isEmpty());
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line.message())
                            .startsWith("message " + kept.getStringProperty("originalMessageId") + " is invalid"));
        }
    }

    private void startAndSend(String... messages) throws Exception {
        program.start();
        awaitBroker();
        try (JMSContext context = broker.factory().createContext()) {
            for (String message : messages) {
                context.createProducer().send(context.createQueue(QUEUE), message);
            }
        }
    }

    private void awaitBroker() {
        await().until(() -> health("broker").getState() == HealthCheck.State.UP);
    }

    private HealthCheck.Result health(String check) {
        return program.context()
                .getRegistry()
                .lookupByNameAndType(check + "-health-check", HealthCheck.class)
                .call();
    }

    private List<Integer> actors() {
        return receiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue())
                .toList();
    }
}
