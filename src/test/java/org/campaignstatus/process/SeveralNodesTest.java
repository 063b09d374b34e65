package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.BrokerProcess;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.PostgresServer;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.campaignstatus.harness.SentEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes that share a broker and a database; one is killed and one is added. */
@Tag("process")
@Tag("endurance")
class SeveralNodesTest {

    private static final String QUEUE = "campaigngroup.lifecycle";

    /** The notifications that may be under way to the receiver at a time from a node: what its death can cost. */
    private static final int CONNECTIONS = 4;

    private static final int GROUPS = 150;

    /** So many of them are told of all the time; the others were only loaded. */
    private static final int BUSY = 30;

    @TempDir
    Path folder;

    private final SentEvents sent = new SentEvents();
    private final List<RunningProgram> nodes = new ArrayList<>();
    private Receiver receiver;
    private BrokerProcess broker;
    private PostgresServer postgres;

    @BeforeEach
    void start() {
        receiver = Receiver.start();
        broker = BrokerProcess.in(folder.resolve("broker")).start();
        postgres = PostgresServer.in(folder).start();
    }

    @AfterEach
    void end() {
        nodes.forEach(RunningProgram::close);
        broker.close();
        receiver.close();
        postgres.close();
    }

    private RunningProgram node(String interval, String ordered) {
        Configured groups = Configured.campaignGroups();
        IntStream.rangeClosed(1, GROUPS).forEach(groups::with);
        RunningProgram node = RunningProgram.in(folder.resolve("node" + nodes.size()))
                .configuredBy(groups.json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", interval)
                .with("http-connection-pool-size", Integer.toString(CONNECTIONS))
                .with("http-response-timeout", "60")
                .with("lifecycle.jms.enabled", "true")
                .with("lifecycle.jms.ordered", ordered)
                .with("lifecycle.jms.consumers", "2")
                .with("jms.broker-url", broker.url())
                .with("database.url", postgres.url())
                .with("database.username", PostgresServer.USER);
        nodes.add(node);
        return node;
    }

    @Test
    void everyCampaignGroupHasItsPeriodicMessagesFromOneNodeAndItsEventsInOrder() throws Exception {
        IntStream.range(0, 3).forEach(i -> node("1", "auto").start());
        Broker.awaitListener(broker.factory(), QUEUE);
        send(GROUPS, event -> null);
        awaitPeriodic(5);
        send(10 * BUSY, event -> null);
        nodes.get(0).close();
        send(10 * BUSY, event -> null);
        awaitPeriodic(10);
        node("1", "auto").start();
        send(10 * BUSY, event -> null);
        awaitPeriodic(15);
        awaitEmptyQueues();

        sent.assertTold(receiver.requests(), CONNECTIONS);
        waiting().until(() -> SentEvents.lastStatuses(receiver.requests()).equals(sent.statuses()));
        assertOnePeriodicNotificationASecond();
        assertPeriodicNotificationsFitTheEvents();
    }

    @Test
    void producersThatSetMessageGroupsNeedNoSecondQueue() throws Exception {
        IntStream.range(0, 3).forEach(i -> node("0", "false").start());
        send(20 * BUSY, Integer::toString);
        waiting().until(() -> receiver.requests().size() > 5 * BUSY);
        nodes.get(1).close();
        send(20 * BUSY, Integer::toString);
        node("0", "false").start();
        send(20 * BUSY, Integer::toString);
        awaitEmptyQueues();

        sent.assertTold(receiver.requests(), CONNECTIONS);
    }

    @Test
    void aQueueThatWouldMixUpTheOrderIsNotTakenFrom() throws Exception {
        send(1, event -> null);
        RunningProgram node = node("0", "auto");
        node.start();
        waiting().until(() -> node.says("queue " + QUEUE + " is not exclusive: expected "));

        assertThat(node.health("health/ready").page().toString())
                .contains(QUEUE + " cannot be listened to: queue " + QUEUE + " is not exclusive: ");
        assertThat(receiver.requests()).isEmpty();
    }

    /**
     * Sends events of the campaign groups in turns: of all of them once, later of the busy ones.
     *
     * @param messageGroup from a campaign group to its JMSXGroupID, or null
     */
    private void send(int events, IntFunction<String> messageGroup) throws JMSException {
        int of = events == GROUPS ? GROUPS : BUSY;
        try (JMSContext context = broker.factory().createContext()) {
            Queue queue = context.createQueue(QUEUE);
            for (int i = 0; i < events; i++) {
                int group = 1 + i % of;
                TextMessage message = context.createTextMessage(sent.next(group));
                if (messageGroup.apply(group) != null) {
                    message.setStringProperty("JMSXGroupID", messageGroup.apply(group));
                }
                context.createProducer().send(queue, message);
            }
        }
    }

    private void awaitPeriodic(int number) {
        waiting()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> periodic().size() == GROUPS
                        && periodic().values().stream().allMatch(times -> times.size() >= number));
    }

    /** @return the times of the periodic messages of each campaign group, in seconds since 1970 */
    private Map<Integer, List<Double>> periodic() {
        return receiver.requests().stream()
                .map(Receiver.Request::json)
                .filter(SeveralNodesTest::isPeriodic)
                .collect(Collectors.groupingBy(
                        SeveralNodesTest::group,
                        TreeMap::new,
                        Collectors.mapping(
                                json -> Double.parseDouble(
                                        json.get("GSW_DATE_TIME").asText()),
                                Collectors.toList())));
    }

    /** Were two nodes to claim the same campaign groups, there would be twice as many. */
    private void assertOnePeriodicNotificationASecond() {
        assertThat(periodic()).allSatisfy((group, times) -> {
            assertThat(times).as("times of campaign group %s", group).isSorted().doesNotHaveDuplicates();
            double lasted = times.get(times.size() - 1) - times.get(0);
            assertThat(times).as("messages in %s seconds", lasted).hasSizeLessThan((int) (lasted * 1.05) + 3);
        });
        IntSummaryStatistics counts =
                periodic().values().stream().mapToInt(List::size).summaryStatistics();
        assertThat(counts.getMin()).isGreaterThanOrEqualTo(15);
    }

    /** What a periodic message tells is what the last event before it has told, unless one was lost with its node. */
    private void assertPeriodicNotificationsFitTheEvents() {
        Set<Integer> missing = sent.missing(receiver.requests());
        Map<Integer, Integer> told = new TreeMap<>();
        for (Receiver.Request request : receiver.requests()) {
            JsonNode json = request.json();
            int status = json.get("GSW_CAMPAIGN_GROUP_STATUS").intValue();
            if (isPeriodic(json) && !missing.contains(group(json))) {
                assertThat(status).as("campaign group %s", group(json)).isEqualTo(told.get(group(json)));
            }
            told.put(group(json), status);
        }
    }

    private static boolean isPeriodic(JsonNode json) {
        return json.get("GSW_CAMPAIGN_GROUP_ACTION").intValue() == 0;
    }

    private static int group(JsonNode json) {
        return json.get("GSW_CAMPAIGN_GROUP_DBID").asInt();
    }

    private void awaitEmptyQueues() throws Exception {
        try (Broker client = Broker.connect(broker.factory())) {
            waiting().until(() -> client.count(QUEUE) + client.count(QUEUE + ".ordered") == 0);
        }
    }
}
