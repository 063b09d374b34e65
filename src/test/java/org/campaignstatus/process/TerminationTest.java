package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the work in hand when the program is told to stop (SIGTERM). */
@Tag("process")
class TerminationTest {

    /** 128 and the number of the signal, as the virtual machine has it. */
    private static final int ENDED_BY_SIGTERM = 143;

    private static final String QUEUE = "campaigngroup.lifecycle";

    @TempDir
    Path folder;

    private final CountDownLatch gate = new CountDownLatch(1);
    private Receiver receiver;
    private RunningProgram program;

    @BeforeEach
    void aReceiver() {
        receiver = Receiver.start();
        program = RunningProgram.in(folder)
                .configuredBy(
                        Configured.campaignGroups().with(1).with(2).with(3).json())
                .sendingTo(receiver.uri("/"))
                .with("http-response-timeout", "60")
                .with("campaigngroup-states-interval", "0");
    }

    @AfterEach
    void end() {
        gate.countDown();
        program.close();
        receiver.close();
    }

    @Test
    void theAnswerToAnEventFromAFileIsAwaitedAndNoFileIsTakenAnyMore() {
        receiver.answering(Answer.when(gate));
        program.start();
        Path first = program.handInLifecycle("1.json", Configured.event("loaded", 1));
        waiting().until(() -> receiver.requests().size() == 1);
        terminate();
        Path second = program.handInLifecycle("2.json", Configured.event("loaded", 2));
        gate.countDown();

        assertThat(program.exitStatus()).isEqualTo(ENDED_BY_SIGTERM);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(first).doesNotExist();
        assertThat(program.file("inbox/lifecycle/.done/1.json")).exists();
        assertThat(second).exists();
        assertSaidGoodbye();
        assertThat(program.logged("WARN")).isEmpty();
    }

    @Test
    void theAnswerToAnEventFromTheQueueIsAwaitedAndWhatComesLaterStaysThere() throws Exception {
        receiver.answering(Answer.when(gate));
        program.with("lifecycle.jms.enabled", "true").start();
        try (Broker broker = broker()) {
            broker.send(QUEUE, Configured.event("loaded", 1));
            waiting().until(() -> receiver.requests().size() == 1);
            terminate();
            broker.send(QUEUE, Configured.event("loaded", 2), Configured.event("loaded", 3));
            gate.countDown();
        }
        assertThat(program.exitStatus()).isEqualTo(ENDED_BY_SIGTERM);
        assertSaidGoodbye();
        assertThat(receiver.about("2")).isEmpty();

        receiver.answering(Answer.status(200));
        program.start();
        waiting()
                .until(() ->
                        !receiver.about("2").isEmpty() && !receiver.about("3").isEmpty());
        assertThat(receiver.requests())
                .extracting(
                        request -> request.json().get("GSW_CAMPAIGN_GROUP_DBID").asText())
                .containsExactlyInAnyOrder("1", "2", "3");
    }

    @Test
    void aSilentReceiverDelaysTheStopBrieflyAndNoEventIsLostOrPostedTwice() throws Exception {
        receiver.answering(Answer.silence());
        program.with("lifecycle.jms.enabled", "true")
                .with("http-response-timeout", "1")
                .start();
        int events = 20;
        try (Broker broker = broker()) {
            broker.send(
                    QUEUE,
                    IntStream.rangeClosed(1, events)
                            .mapToObj(actor -> Configured.event("started", 1, actor))
                            .toArray(String[]::new));
            waiting().until(() -> receiver.requests().size() == 1);
        }
        terminate();
        assertThat(program.exitStatus()).isEqualTo(ENDED_BY_SIGTERM);
        assertSaidGoodbye();
        assertThat(receiver.requests())
                .as("twenty seconds' worth were waiting, and a second's worth is waited for")
                .hasSizeLessThan(events);

        receiver.answering(Answer.status(200));
        program.start();
        waiting().until(() -> actors().contains(events));
        assertThat(actors())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, events).boxed().toList());
    }

    /** Comes back when no source takes anything any more. */
    private void terminate() {
        program.terminate();
        waiting().until(() -> program.says("Waiting as there are still"));
    }

    private void assertSaidGoodbye() {
        assertThat(program.says("(campaign-group-status) shutdown in ")).isTrue();
        assertThat(program.errors()).isEmpty();
        assertThat(program.logged("ERROR")).isEmpty();
    }

    private Broker broker() throws Exception {
        return Broker.connect(new ActiveMQConnectionFactory(program.brokerUrl()));
    }

    private List<Integer> actors() {
        return receiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue())
                .toList();
    }
}
