package org.campaignstatus.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.camel.ProducerTemplate;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.SentEvents;
import org.campaignstatus.harness.ShippedRoutes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an edit of a source waits for, what comes back if it cannot be done, and what goes on through it. */
@Tag("endurance")
final class RouteReplacementTest extends EditsOfRunningRoutes {

    private static final int GROUPS = 10;
    private static final String WAITS = "Live reload waits for messages in flight in route lifecycle-file";

    RouteReplacementTest() {
        super(GROUPS);
    }

    @Test
    void aSourceThatCannotBeStartedGivesWayToTheOldOne() throws Exception {
        program.start();
        save(
                "lifecycle-file.xml",
                ShippedRoutes.text("lifecycle-file.xml")
                        .replace(
                                "file:{{lifecycle.file.directory}}?",
                                "file:" + folder
                                        + "/nowhere?autoCreate=false&amp;startingDirectoryMustExist=true&amp;"));
        await().until(() -> !errors().isEmpty());
        assertThat(errors())
                .singleElement()
                .asString()
                .startsWith("ERROR campaignstatus.routes Live reload: " + folder
                        + "/routes/lifecycle-file.xml rejected, the last good version stays in force: "
                        + "Starting directory does not exist: " + folder + "/nowhere")
                .doesNotContain("\n");
        tell("first.json", "loaded");

        save("lifecycle-file.xml", edited("lifecycle-file.xml", "mended"));
        awaitApplied(1);
        tell("second.json", "started");
        assertThat(receiver.requests()).hasSize(2);
        assertThat(errors()).hasSize(1);
    }

    @Test
    void aBusySourceGoesOnAndTheEditIsTriedAgainTenSecondsLater() throws Exception {
        Receiver silent = Receiver.start();
        CountDownLatch answer = new CountDownLatch(1);
        silent.answering(Answer.when(answer));
        try {
            program.configuredBy(Configured.campaignGroups()
                            .with(1)
                            .with(2, "campaigngroup-states-uri", silent.uri("/silent"))
                            .json())
                    .start();
            program.handInLifecycle("silent.json", event("loaded", 2));
            await().until(() -> silent.requests().size() == 1);
            save("lifecycle-file.xml", edited("lifecycle-file.xml", "later"));
            await().until(() -> !lines(WAITS).isEmpty());
            tell("first.json", "loaded");
            assertThat(applied()).isEmpty();
            answer.countDown();
            awaitApplied(1);

            LogCapture.Line last = lines(WAITS).get(lines(WAITS).size() - 1);
            assertThat(applied().get(0).millis() - last.millis()).isGreaterThanOrEqualTo(10_000);
            tell("second.json", "started");
            assertThat(silent.requests()).hasSize(1);
            assertThat(receiver.requests()).hasSize(2);
            assertThat(errors()).isEmpty();
        } finally {
            answer.countDown();
            silent.close();
        }
    }

    @Test
    void whileAReceiverIsSilentASourceIsReplacedAndAnErrorPolicyWaitsAndOthersGoOn() throws Exception {
        Receiver silent = Receiver.start();
        CountDownLatch answer = new CountDownLatch(1);
        silent.answering(Answer.when(answer));
        try {
            program.with("campaigngroup-states-interval", "1")
                    .configuredBy(Configured.campaignGroups()
                            .with(1)
                            .with(2, "campaigngroup-states-uri", silent.uri("/silent"))
                            .json())
                    .start();
            program.handInLifecycle("day.jsonl", event("loaded", 1) + "\n" + event("loaded", 2));
            await().until(() -> silent.requests().size() == 1);
            save("periodic.xml", edited("periodic.xml", "now"));
            awaitApplied(1);
            awaitMore(2);

            save(
                    "no-redelivery.xml",
                    ShippedRoutes.text("no-redelivery.xml").replace("Route ${routeId} failed", "Alas, ${routeId}"));
            awaitMore(12);
            assertThat(applied()).hasSize(1);
            assertThat(silent.requests()).hasSize(1);
            answer.countDown();
            awaitApplied(2);
            awaitMore(2);
            assertThat(errors()).isEmpty();
        } finally {
            answer.countDown();
            silent.close();
        }
    }

    /** Awaits notifications of the one that is due every second; none is late by the time that a source may take to finish. */
    private void awaitMore(int notifications) {
        int before = receiver.requests().size();
        await().until(() -> receiver.requests().size() >= before + notifications);
        List<Receiver.Request> all = receiver.requests();
        assertThat(IntStream.range(before, all.size())
                        .mapToLong(i -> all.get(i).nanoTime() - all.get(i - 1).nanoTime()))
                .allMatch(gap -> gap < TimeUnit.SECONDS.toNanos(6));
    }

    @Test
    void editsOfTheTimerAmongEventsLoseDoubleAndReorderNeitherEventsNorPeriods() throws Exception {
        SentEvents sent = new SentEvents();
        program.with("campaigngroup-states-interval", "1").start();
        for (int edit = 1; edit <= 5; edit++) {
            List<String> events = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                events.add(sent.next(1 + i % GROUPS));
            }
            program.handInLifecycle(1000 + edit + ".jsonl", String.join("\n", events));
            save("periodic.xml", edited("periodic.xml", "edit " + edit));
            save("notify.xml", edited("notify.xml", "edit " + edit));
            awaitApplied(2 * edit);
        }
        await().untilAsserted(() -> sent.assertTold(receiver.requests(), 0));
        int before = receiver.requests().size();
        await().until(() -> receiver.requests().stream()
                        .skip(before)
                        .map(request -> request.headers().get("ce-subject"))
                        .distinct()
                        .count()
                == GROUPS);
        sent.assertTold(receiver.requests(), 0);
        assertNumbersWithoutGap();
        assertThat(errors()).isEmpty();
    }

    @Test
    void editsUnderLoadOfFilesWithStatisticsLoseAndReorderNone() throws Exception {
        program.with("campaigngroup-states-interval", "1").start();
        int samples = editThreeTimesAmongSamples(
                "statistics-file.xml", (number, text) -> program.handInStatistics("%06d.json".formatted(number), text));
        await().until(() -> program.statisticsInbox().named(".done", "").size() == samples);
    }

    /** What is published while nobody listens is missed, and replaced by the next. */
    @Test
    void editsUnderLoadOfATopicWithStatisticsReorderNoneAndTheNextCounts() throws Exception {
        program.with("campaigngroup-states-interval", "1")
                .with("statistics.jms.enabled", "true")
                .start();
        ProducerTemplate topic = program.context().createProducerTemplate();
        editThreeTimesAmongSamples(
                "statistics-jms.xml", (number, text) -> topic.sendBody("jms:topic:campaigngroup.statistics", text));
    }

    private interface Way {
        void send(int number, String text);
    }

    /** Sends busy factors of campaign group 1 that grow, and edits the source meanwhile; returns how many it sent. */
    private int editThreeTimesAmongSamples(String source, Way way) throws Exception {
        program.handInLifecycle(
                "load.jsonl",
                IntStream.rangeClosed(1, GROUPS)
                        .mapToObj(group -> event("loaded", group))
                        .collect(Collectors.joining("\n")));
        await().until(() -> told().size() == GROUPS);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        Thread load = new Thread(() -> {
            while (!over.get()) {
                int before = receiver.requests().size();
                for (int i = 0; i < 5; i++) {
                    int number = sent.incrementAndGet();
                    way.send(number, "{\"campaignGroup\":1,\"values\":{\"busyFactor\":%d}}".formatted(number));
                }
                // no faster than notifications, so that edits meet with samples all the time
                await().until(() -> receiver.requests().size() > before);
            }
        });
        load.start();
        for (int edit = 1; edit <= 3; edit++) {
            save(source, edited(source, "edit " + edit));
            awaitApplied(edit);
        }
        int atTheEnd = sent.get();
        await().until(() -> busyFactor() > atTheEnd);
        over.set(true);
        load.join();
        await().until(() -> busyFactor() == sent.get());
        assertThat(busyFactors()).isSorted();
        assertNumbersWithoutGap();
        assertThat(errors()).isEmpty();
        return sent.get();
    }

    /** The numbers of a campaign group's notifications: one that is left out was lost, one that goes back was overtaken. */
    private void assertNumbersWithoutGap() {
        Map<String, List<Long>> numbers = new TreeMap<>();
        for (Receiver.Request request : receiver.requests()) {
            numbers.computeIfAbsent(request.headers().get("ce-subject"), group -> new ArrayList<>())
                    .add(Long.parseLong(request.headers().get("ce-sequence")));
        }
        numbers.forEach((group, own) -> assertThat(own)
                .as("campaign group %s", group)
                .isEqualTo(LongStream.rangeClosed(1, own.size()).boxed().toList()));
    }

    private int busyFactor() {
        List<Integer> told = busyFactors();
        return told.isEmpty() ? 0 : told.get(told.size() - 1);
    }

    private List<Integer> busyFactors() {
        return receiver.about("1").stream()
                .map(json -> json.get("GSW_STAT_BUSY_FACTOR"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::intValue)
                .toList();
    }

    /** What the receiver got about events, without the periodic messages. */
    private List<JsonNode> told() {
        return receiver.requests().stream()
                .map(Receiver.Request::json)
                .filter(json -> json.get("GSW_CAMPAIGN_GROUP_ACTION").intValue() != 0)
                .toList();
    }

    /** Hands in an event of campaign group 1 and waits until it is told and its file is done with. */
    private void tell(String file, String event) {
        int before = told().size();
        program.handInLifecycle(file, event(event, 1));
        await().until(() -> told().size() == before + 1);
        awaitDone(file);
    }

    private List<LogCapture.Line> errors() {
        return lines(Level.ERROR);
    }
}
