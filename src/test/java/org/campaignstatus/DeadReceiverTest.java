package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.lane.LaneComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver of half of all campaign groups dies and comes back, while all are due every second. */
final class DeadReceiverTest {

    private static final int GROUPS = 100;
    private static final int DYING = 1_000;
    private static final int QUICK = 2_000;
    private static final int POOL = 3;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final Receiver dying = Receiver.start();
    private final Receiver quick = Receiver.start();
    private Program program;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Configured configuration = Configured.campaignGroups();
        for (int i = 0; i < GROUPS; i++) {
            configuration.with(DYING + i, "campaigngroup-states-uri", dying.uri("/dying"));
            configuration.with(QUICK + i, "campaigngroup-states-uri", quick.uri("/quick"));
        }
        program = Program.in(folder)
                .with("send-campaigngroup-states", "true")
                .with("campaigngroup-states-interval", "1")
                .with("http-connection-pool-size", Integer.toString(POOL))
                .with("http-response-timeout", "60")
                .configuredBy(configuration.json())
                .start();
    }

    @AfterEach
    void stop() {
        gate.countDown();
        program.close();
        dying.close();
        quick.close();
    }

    @Tag("endurance")
    @Test
    void theOthersAreToldAtTheirIntervalAndOnceItIsBackAllOfItsOwnAreToldInTurn() {
        program.handInLifecycle("loaded.jsonl", loaded());
        program.lifecycleInbox().awaitTaken("loaded.jsonl");
        awaitTold(dying, DYING, 1);
        dying.answering(Answer.when(gate));
        awaitTold(quick, QUICK, 3);
        int answered = dying.requests().size();
        awaitTold(quick, QUICK, 5);

        LaneComponent lanes = program.context().getComponent("lane", LaneComponent.class);
        assertThat(lanes.load().waiting()).as("exchanges that wait").isLessThanOrEqualTo(2 * 2 * POOL);
        assertThat(lanes.skipped()).isGreaterThan(GROUPS);
        assertThat(dying.requests()).as("in flight").hasSizeLessThanOrEqualTo(answered + POOL);

        gate.countDown();
        await().until(() -> dying.requests().size() > answered + 4 * GROUPS);
        assertThat(toldBeforeAnyWasToldOften(
                        dying.requests().subList(answered, dying.requests().size())))
                .isEqualTo(GROUPS);
    }

    private static String loaded() {
        return IntStream.range(0, GROUPS)
                .boxed()
                .flatMap(i -> Stream.of(event("loaded", DYING + i), event("loaded", QUICK + i)))
                .reduce("", (lines, line) -> lines + line + "\n");
    }

    private static void awaitTold(Receiver receiver, int first, int often) {
        await().until(() -> {
            Map<Integer, Integer> counts = new HashMap<>();
            receiver.requests().forEach(request -> counts.merge(group(request), 1, Integer::sum));
            return IntStream.range(first, first + GROUPS).allMatch(group -> counts.getOrDefault(group, 0) >= often);
        });
    }

    /** @return how many campaign groups were told of before one of them was told of for the fourth time */
    private static int toldBeforeAnyWasToldOften(List<Receiver.Request> requests) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (Receiver.Request request : requests) {
            if (counts.merge(group(request), 1, Integer::sum) > 3) {
                break;
            }
        }
        return counts.size();
    }

    private static int group(Receiver.Request request) {
        return Integer.parseInt(request.headers().get("ce-subject"));
    }
}
