package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program still knows after it was killed and started again. */
@Tag("process")
class RestartTest {

    private static final String QUEUE = "campaigngroup.lifecycle";

    @TempDir
    Path folder;

    private Receiver receiver;
    private RunningProgram program;

    @BeforeEach
    void aProgram() {
        receiver = Receiver.start();
        program = RunningProgram.in(folder)
                .configuredBy(
                        Configured.campaignGroups().with(1).with(2).with(3).json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0");
    }

    @AfterEach
    void end() {
        program.close();
        receiver.close();
    }

    @Test
    void activeCampaignGroupsGoOnGettingPeriodicMessagesWithTheLatestValues() {
        program.with("campaigngroup-states-interval", "1").start();
        program.handInLifecycle("day.jsonl", """
                {"event":"started","campaignGroup":1,"dialMode":"PredictGVP","optimizeBy":"WaitTime","optimizeGoal":7}
                {"event":"loaded","campaignGroup":2}
                {"event":"loaded","campaignGroup":3}
                {"event":"unloaded","campaignGroup":3}
                """);
        awaitDone("day.jsonl");
        program.close();
        int before = receiver.requests().size();
        program.start();

        waiting()
                .until(() -> periodicSince(before, "1").size() >= 2
                        && periodicSince(before, "2").size() >= 2);
        JsonNode running = periodicSince(before, "1").get(0);
        assertThat(running.get("GSW_CAMPAIGN_GROUP_STATUS").intValue()).isEqualTo(5);
        assertThat(running.get("GSW_DIAL_MODE").intValue()).isEqualTo(10);
        assertThat(running.get("GSW_OPTIMIZE_BY").intValue()).isEqualTo(3);
        assertThat(running.get("GSW_OPTIMIZE_GOAL").intValue()).isEqualTo(7);
        assertThat(periodicSince(before, "2"))
                .allMatch(due -> due.get("GSW_CAMPAIGN_GROUP_STATUS").intValue() == 4);
        assertThat(periodicSince(before, "3")).isEmpty();
    }

    private List<JsonNode> periodicSince(int before, String dbid) {
        List<Receiver.Request> all = receiver.requests();
        return all.subList(before, all.size()).stream()
                .map(Receiver.Request::json)
                .filter(json -> json.get("GSW_CAMPAIGN_GROUP_DBID").asText().equals(dbid))
                .toList();
    }

    @Test
    void aFileThatWasInterruptedGoesOnAfterTheLastAttemptedLine() {
        program.start();
        receiver.answering((socket, request) ->
                (actor(request) == 10 ? Answer.silence() : Answer.status(200)).answer(socket, request));
        program.handInLifecycle(
                "day.jsonl",
                IntStream.rangeClosed(1, 30)
                        .mapToObj(actor -> Configured.event("started", 1, actor))
                        .collect(Collectors.joining("\n", "not an event\n", "\n")));
        waiting().until(() -> receiver.requests().size() == 10);
        program.close();
        receiver.answering(Answer.status(200));
        program.start();
        awaitDone("day.jsonl");

        assertThat(actors())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 30).boxed().toList());
        assertThat(new InboxFolder(program.file("inbox/lifecycle"))
                        .named(".failed", "day").stream().filter(name -> name.endsWith(".jsonl")))
                .allMatch(name ->
                        program.file("inbox/lifecycle/.failed/" + name).toFile().length() == "not an event\n".length());
    }

    @Test
    void aMessageThatIsDeliveredAgainSendsNoSecondNotification() throws Exception {
        program.with("lifecycle.jms.enabled", "true").start();
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answering(Answer.when(gate));
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(program.brokerUrl());
                JMSContext context = factory.createContext()) {
            for (int actor = 1; actor <= 5; actor++) {
                context.createProducer().send(context.createQueue(QUEUE), Configured.event("started", 1, actor));
            }
        }
        waiting().until(() -> receiver.requests().size() == 1);
        program.close();
        gate.countDown();
        program.start();

        waiting().until(() -> actors().contains(5));
        assertThat(actors()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void anEventThatItsProducerSendsTwiceSendsOneNotification() throws Exception {
        program.with("lifecycle.jms.enabled", "true").start();
        String twice = "{\"id\":\"one and the same\",\"event\":\"loaded\",\"campaignGroup\":1,\"actor\":1}";
        program.handInLifecycle("a.json", twice);
        awaitDone("a.json");
        program.handInLifecycle("b.json", "[" + twice + "," + twice + "]");
        awaitDone("b.json");
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(program.brokerUrl());
                JMSContext context = factory.createContext()) {
            context.createProducer().send(context.createQueue(QUEUE), twice);
            context.createProducer().send(context.createQueue(QUEUE), Configured.event("started", 1, 2));
        }
        waiting().until(() -> actors().contains(2));

        assertThat(actors()).containsExactly(1, 2);
    }

    @Test
    void notificationsAreNumberedWithoutAGapOverAStop() {
        program.with("campaigngroup-states-interval", "1").start();
        program.handInLifecycle("a.json", Configured.event("loaded", 1));
        waiting().until(() -> receiver.requests().size() >= 3);
        program.terminate();
        program.exitStatus();
        int before = receiver.requests().size();
        program.start();
        program.handInLifecycle("b.json", Configured.event("started", 1));
        waiting().until(() -> receiver.requests().size() >= before + 3);

        List<Receiver.Request> told = receiver.requests();
        assertThat(told)
                .extracting(request -> request.headers().get("ce-sequence"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, told.size())
                        .mapToObj("%019d"::formatted)
                        .toList());
    }

    private void awaitDone(String file) {
        waiting()
                .until(() ->
                        program.file("inbox/lifecycle/.done/" + file).toFile().exists());
    }

    private List<Integer> actors() {
        return receiver.requests().stream().map(RestartTest::actor).toList();
    }

    private static int actor(Receiver.Request request) {
        return request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").intValue();
    }
}
