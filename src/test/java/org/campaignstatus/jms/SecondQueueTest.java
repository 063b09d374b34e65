package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.campaignstatus.harness.AnotherVendorsFactory;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.SiteBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For a while the broker takes nothing that lifecycle-order sends on. */
@Tag("endurance")
final class SecondQueueTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final String ORDERED = QUEUE + ".ordered";
    private static final int EVENTS = 20;
    private static final List<Integer> ALL =
            IntStream.rangeClosed(1, EVENTS).boxed().toList();

    private final Receiver receiver = Receiver.start();

    @TempDir
    private Path folder;

    private SiteBroker broker;
    private Program program;

    @BeforeEach
    void aProgram() throws Exception {
        broker = SiteBroker.withQueues(QUEUE, ORDERED, QUEUE + ".failed");
        program = broker.usedBy(Program.in(folder))
                .configuredBy(Configured.campaignGroups().with(1).json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .with("lifecycle.jms.consumers", "4");
    }

    @AfterEach
    void end() {
        program.close();
        broker.close();
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachEventWaitsInItsQueueAndIsToldOnceInOrder(boolean restarted) throws Exception {
        broker.allowSending(ORDERED, false);
        program.start();
        send();
        await().until(() -> health().getState() == HealthCheck.State.DOWN);
        assertThat(health().getMessage().orElseThrow()).startsWith(ORDERED + " cannot be written to: ");
        assertThat(broker.count(QUEUE)).isGreaterThanOrEqualTo(EVENTS);
        if (restarted) {
            program.close();
            assertThat(broker.count(QUEUE)).isGreaterThanOrEqualTo(EVENTS);
        }

        broker.allowSending(ORDERED, true);
        if (restarted) {
            program.start();
        }
        awaitAllTold();
        await().until(() -> health().getState() == HealthCheck.State.UP);
    }

    /** It acknowledges with a message all that came before it. */
    @Test
    void anotherVendorsClientSendsOnOneAtATime() throws Exception {
        program.with("camel.beans.connectionFactory", "#class:" + AnotherVendorsFactory.class.getName())
                .with("camel.beans.connectionFactory.brokerUrl", "{{jms.broker-url}}")
                .with("camel.beans.connectionFactory.username", "{{jms.username}}")
                .with("camel.beans.connectionFactory.password", "{{jms.password}}")
                .start();
        send();
        awaitAllTold();
    }

    /** Events with and without ids in turn, and something invalid in between. */
    private void send() {
        try (JMSContext context = broker.factory().createContext()) {
            JMSProducer producer = context.createProducer();
            for (int actor : ALL) {
                producer.setDisableMessageID(actor % 2 == 0);
                if (actor == EVENTS / 2) {
                    producer.send(context.createQueue(QUEUE), "not an event");
                }
                producer.send(context.createQueue(QUEUE), Configured.event("loaded", 1, actor));
            }
        }
    }

    private void awaitAllTold() throws Exception {
        await().until(() -> broker.count(QUEUE) + broker.count(ORDERED) == 0);
        await().until(() -> actors().size() >= EVENTS);
        assertThat(actors()).isEqualTo(ALL);
        assertThat(broker.count(QUEUE + ".failed")).isEqualTo(1);
    }

    private HealthCheck.Result health() {
        return program.context()
                .getRegistry()
                .lookupByNameAndType("broker-health-check", HealthCheck.class)
                .call();
    }

    private List<Integer> actors() {
        return receiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue())
                .toList();
    }
}
