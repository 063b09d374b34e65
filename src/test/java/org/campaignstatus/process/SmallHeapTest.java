package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Patience;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 256 MiB of heap, the broker's share included, are enough whatever comes in. */
@Tag("process")
class SmallHeapTest {

    private static final int MIB = 1024 * 1024;

    /** So many of a mebibyte each. */
    private static final int MORE_THAN_THE_HEAP = 260;

    private static final String QUEUE = "campaigngroup.lifecycle";

    @TempDir
    static Path folder;

    private static Receiver receiver;
    private static Receiver slowReceiver;
    private static RunningProgram program;
    private static int lastActor;

    @BeforeAll
    static void start() {
        receiver = Receiver.start();
        slowReceiver = Receiver.start();
        program = RunningProgram.in(folder)
                .withOption("-Xmx256m")
                .configuredBy(Configured.campaignGroups()
                        .with(1)
                        .with(2, "campaigngroup-states-uri", slowReceiver.uri("/"))
                        .json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("http-response-timeout", "600")
                .with("lifecycle.jms.enabled", "true")
                .start();
    }

    @AfterAll
    static void stop() {
        program.close();
        receiver.close();
        slowReceiver.close();
    }

    @Test
    void fiftyMebibytesOfLinesThatAreTooLong() throws IOException {
        Path file = program.file("long.jsonl");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int line = 0; line < 5; line++) {
                for (int i = 0; i < 10; i++) {
                    out.write("{".repeat(MIB).getBytes(StandardCharsets.UTF_8));
                }
                out.write('\n');
            }
            out.write(event(1, ++lastActor, 0).getBytes(StandardCharsets.UTF_8));
        }
        hand(file);

        awaitTold(lastActor);
        waiting().until(() -> Files.exists(program.file("inbox/lifecycle/.done/long.jsonl")));
        assertThat(program.file("inbox/lifecycle/.failed/long.jsonl")).hasSize(5 * (10 * MIB + 1));
    }

    @Test
    void aDocumentOfSixteenMebibytes() throws IOException {
        Path file = program.file("large.json");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write('[');
            for (int i = 0; i < 15; i++) {
                out.write((event(1, ++lastActor, MIB) + ",").getBytes(StandardCharsets.UTF_8));
            }
            out.write((event(1, ++lastActor, MIB / 2) + "]").getBytes(StandardCharsets.UTF_8));
        }
        hand(file);

        awaitTold(lastActor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,", "1234567,", "{},", "[],", "\"\","})
    void sixteenMebibytesOfSmallValues(String value) throws IOException {
        String name = "small-" + ++lastActor + ".json";
        Path file = program.file(name);
        Files.writeString(file, "[" + value.repeat((16 * MIB - 3) / value.length()) + "1]");
        hand(file);
        Path next = Files.writeString(program.file("small-" + lastActor + ".next.json"), event(1, lastActor, 0));
        hand(next);

        awaitTold(lastActor);
        assertThat(program.file("inbox/lifecycle/.failed/" + name + ".error.txt"))
                .content()
                .startsWith("element 1: over 524288 elements");
    }

    @Test
    void aHundredThousandLinesOfOneCharacter() throws IOException {
        Path file = program.file("lines.jsonl");
        Files.writeString(file, "1\n".repeat(100_000) + event(1, ++lastActor, 0));
        hand(file);

        awaitTold(lastActor);
        waiting().until(() -> Files.exists(program.file("inbox/lifecycle/.done/lines.jsonl")));
        assertThat(Files.readAllLines(program.file("inbox/lifecycle/.failed/lines.jsonl.error.txt")))
                .hasSize(100_000);
    }

    @Test
    void moreLongLinesThanTheHeapHoldsWaitForAReceiver() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Path file = program.file("waiting.jsonl");
        try (Receiver slow = Receiver.start().answering(Answer.when(gate));
                OutputStream out = Files.newOutputStream(file)) {
            program.configuredBy(Configured.campaignGroups()
                    .with(1)
                    .with(2, "campaigngroup-states-uri", slowReceiver.uri("/"))
                    .with(3, "campaigngroup-states-uri", slow.uri("/"))
                    .json());
            for (int i = 0; i < MORE_THAN_THE_HEAP; i++) {
                out.write((event(3, i, MIB) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            out.write(event(1, ++lastActor, 0).getBytes(StandardCharsets.UTF_8));
            waiting().until(() -> program.says("configuration.json has changed and is in force"));
            hand(file);

            awaitTold(lastActor);
            waiting().until(() -> slow.requests().size() == 1);
            gate.countDown();
            Patience.awaitNone(() -> (long) MORE_THAN_THE_HEAP - slow.requests().size());
            assertThat(slow.requests()).hasSize(MORE_THAN_THE_HEAP);
        }
    }

    @Test
    void moreMessagesThatAreTooLongThanTheHeapHolds() throws Exception {
        send(MORE_THAN_THE_HEAP, event(1, 0, MIB + 1));
        send(1, event(1, ++lastActor, 0));

        awaitTold(lastActor);
        try (Broker broker = Broker.connect(factory())) {
            waiting().until(() -> broker.count(QUEUE) == 0);
            assertThat(broker.count(QUEUE + ".failed")).isEqualTo(MORE_THAN_THE_HEAP);
        }
    }

    @Test
    void moreLongMessagesThanTheHeapHoldsWaitForAReceiver() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        slowReceiver.answering(Answer.when(gate));
        send(MORE_THAN_THE_HEAP, event(2, 0, MIB));
        send(1, event(1, ++lastActor, 0));
        waiting().until(() -> slowReceiver.requests().size() == 1);
        gate.countDown();

        awaitTold(lastActor);
        waiting().until(() -> slowReceiver.requests().size() == MORE_THAN_THE_HEAP);
    }

    /** @return an event as long as that in bytes, or as short as possible */
    private static String event(int group, int actor, int length) {
        String event = Configured.event("started", group, actor);
        String padded = event.substring(0, event.length() - 1) + ",\"x\":\"\"}";
        return length == 0 ? event : padded.replace("\"\"", "\"" + "x".repeat(length - padded.length()) + "\"");
    }

    private static void hand(Path file) throws IOException {
        Files.createDirectories(program.file("inbox/lifecycle"));
        Files.move(file, program.file("inbox/lifecycle").resolve(file.getFileName()));
    }

    private static ActiveMQConnectionFactory factory() {
        return new ActiveMQConnectionFactory(program.brokerUrl());
    }

    private static void send(int count, String text) {
        try (JMSContext context = factory().createContext()) {
            for (int i = 0; i < count; i++) {
                context.createProducer().send(context.createQueue(QUEUE), text);
            }
        }
    }

    private static void awaitTold(int actor) {
        waiting()
                .until(() -> !program.isAlive()
                        || receiver.requests().stream()
                                .anyMatch(request -> request.json()
                                                .get("GSW_CAMPAIGN_GROUP_ACTOR")
                                                .intValue()
                                        == actor));
        assertThat(program.isAlive()).isTrue();
        assertThat(program.output().stream().filter(line -> line.contains("OutOfMemoryError")))
                .isEmpty();
        assertThat(program.errors()).isEmpty();
    }
}
