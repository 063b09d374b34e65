package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.lifecycle.StatusReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event that fails while it is taken in, for a reason that nobody has thought of, is kept and holds up nothing. */
class UnexpectedFailureTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final int GOOD = 1;
    private static final int POISON = 2;
    private static final int AWAY_AT_FIRST = 3;

    @TempDir
    Path folder;

    private final AtomicInteger tries = new AtomicInteger();
    private Receiver receiver;
    private Program program;
    private InboxFolder inbox;

    /** Fails with events of one campaign group, and has to be asked three times for those of another. */
    private final class FailingStore implements StateStore {

        @Override
        public void open() {
            // there is nothing to open
        }

        @Override
        public Optional<CampaignGroupState> take(LifecycleEvent event) {
            if (event.campaignGroup() == POISON) {
                throw new ArithmeticException("long overflow");
            }
            if (event.campaignGroup() == AWAY_AT_FIRST && tries.incrementAndGet() < 3) {
                throw new StateUnavailableException("away", null);
            }
            return Optional.of(CampaignGroupState.initial(event.campaignGroup()).after(event, event.time()));
        }

        @Override
        public Optional<CampaignGroupState> takeDue(StatusReport due) {
            return Optional.empty();
        }

        @Override
        public List<StatusReport> claimDue() {
            return List.of();
        }

        @Override
        public Duration overdue() {
            return Duration.ZERO;
        }

        @Override
        public IntFunction<Status> statuses() {
            return group -> Status.ACTIVE;
        }

        @Override
        public Map<Integer, Seen> of(Collection<Integer> campaignGroups) {
            return Map.of();
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }

    @BeforeEach
    void start() throws Exception {
        receiver = Receiver.start();
        program = Program.in(folder)
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .withBean("stateStore", new FailingStore())
                .configuredBy(Configured.campaignGroups()
                        .with(GOOD)
                        .with(POISON)
                        .with(AWAY_AT_FIRST)
                        .json())
                .start();
        inbox = program.lifecycleInbox();
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void ofAFileOnlyTheEventThatFailsIsQuarantined() throws Exception {
        try (LogCapture log = LogCapture.provoking("org.campaignstatus.inbox.Inbox")) {
            String bad = Configured.event("started", POISON, 2);
            inbox.process(
                    "a.jsonl",
                    Configured.event("loaded", GOOD, 1) + "\n" + bad + "\n" + Configured.event("started", GOOD, 3));

            assertThat(inbox.done("a.jsonl")).exists();
            assertThat(inbox.failed("a.jsonl")).hasContent(bad + "\n");
            assertThat(inbox.reasons("a.jsonl"))
                    .containsExactly("line 2: could not be accepted: java.lang.ArithmeticException: long overflow");
            assertThat(actors()).containsExactly(1, 3);
            assertThat(errors(log)).hasSize(1);
        }
    }

    @Test
    void ofAnArrayOnlyTheElementThatFailsIsQuarantined() throws Exception {
        try (LogCapture log = LogCapture.provoking("org.campaignstatus.inbox.Inbox")) {
            String bad = Configured.event("started", POISON, 2);
            inbox.process("a.json", "[" + bad + ", " + Configured.event("loaded", GOOD, 1) + "]");

            assertThat(inbox.done("a.json")).exists();
            assertThat(inbox.failed("a.json")).hasContent("[\n" + bad + "\n]\n");
            assertThat(actors()).containsExactly(1);
            assertThat(errors(log)).hasSize(1);
        }
    }

    @Test
    void ofAQueueOnlyTheMessageThatFailsIsQuarantined() throws Exception {
        try (LogCapture log = LogCapture.provoking("org.campaignstatus.jms.JmsInputs");
                Broker broker = program.broker()) {
            String bad = Configured.event("started", POISON, 2);
            broker.send(QUEUE, Configured.event("loaded", GOOD, 1), bad, Configured.event("started", GOOD, 3));

            assertThat(broker.receive(QUEUE + ".failed")).isEqualTo(bad);
            await().until(() -> broker.count(QUEUE) == 0);
            await().until(() -> actors().size() == 2);
            assertThat(actors()).containsExactly(1, 3);
            assertThat(errors(log)).hasSize(1);
        }
    }

    @Test
    void anEventWaitsForADatabaseThatIsAway() throws Exception {
        inbox.process("a.jsonl", Configured.event("loaded", AWAY_AT_FIRST, 1));

        assertThat(inbox.done("a.jsonl")).exists();
        assertThat(Files.exists(inbox.failed("a.jsonl"))).isFalse();
        assertThat(actors()).containsExactly(1);
        assertThat(tries).hasValue(3);
    }

    private static List<String> errors(LogCapture log) {
        return log.lines().stream()
                .filter(line -> line.level() == Level.ERROR && line.message().contains("could not be accepted"))
                .map(LogCapture.Line::message)
                .toList();
    }

    private List<Integer> actors() {
        return receiver.requests().stream()
                .map(request -> request.json().path("GSW_CAMPAIGN_GROUP_ACTOR").asInt())
                .toList();
    }
}
