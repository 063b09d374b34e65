package org.campaignstatus.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.ManagementClient;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Scrape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A notification has one outcome, whatever a site's steps do around its request; and a source is done with its event. */
final class OneOutcomeTest {

    private static final int GROUP = 7;
    private static final String THROW =
            "<throwException id=\"bad\" exceptionType=\"java.io.IOException\" message=\"on purpose\"/>";
    private static final String SEND = "<to id=\"send\" uri=\"direct:post\"/>";
    private static final String STOP = "<filter id=\"mine\"><constant>true</constant><stop id=\"enough\"/></filter>";

    private final Receiver receiver = Receiver.start();
    private LogCapture log;

    @TempDir
    private Path folder;

    private EditedRoutes routes;
    private Program program;

    @BeforeEach
    void copyTheRoutes() {
        log = LogCapture.provoking("campaignstatus.route");
        routes = new EditedRoutes(folder.resolve("routes"));
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("camel.main.routesIncludePattern", routes.pattern())
                .configuredBy(Configured.campaignGroups().with(GROUP).json());
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
        log.close();
    }

    /** What a site writes, and the route whose error is reported beside the delivery. */
    static Stream<Arguments> harmless() {
        return Stream.of(
                edit("behind the request", "post", r -> r.before("post", "answered", THROW)),
                edit("behind the answer", "post", r -> r.behind("post", "answered", THROW)),
                edit("behind post", "notify", r -> r.replace("notify", SEND, SEND + THROW)),
                edit("behind notify", "lifecycle", r -> r.behind("lifecycle", "tell", THROW)),
                edit(
                        "behind a post without its doTry",
                        "post",
                        r -> r.replace("post", "<doTry id=\"try-once\">", "<pipeline id=\"once\">")
                                .replace(
                                        "post",
                                        "<doCatch id=\"no-answer\">",
                                        "<filter id=\"no-answer\"><constant>false</constant>")
                                .replace("post", "<exception>java.lang.Exception</exception>", "")
                                .replace("post", "</doCatch>", "</filter>")
                                .replace("post", "</doTry>", "</pipeline>")
                                .before("post", "answered", THROW)),
                edit(
                        "a copy",
                        "copy",
                        r -> r.behind("post", "to-json", "<wireTap id=\"tap\" uri=\"direct:copy\"/>")
                                .with("copy", "<from uri=\"direct:copy\"/>" + THROW)),
                edit(
                        "a copy in a queue in memory",
                        "copy",
                        r -> r.behind("post", "to-json", "<to id=\"tap\" uri=\"seda:copy\"/>")
                                .with("copy", "<from uri=\"seda:copy\"/>" + THROW)));
    }

    private static Arguments edit(String name, String route, Consumer<EditedRoutes> edit) {
        return Arguments.of(name, route, edit);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harmless")
    void anErrorBehindTheRequestOrInACopyLeavesANotificationDelivered(
            String name, String route, Consumer<EditedRoutes> edit) throws Exception {
        edit.accept(routes);
        program.start();
        program.handInLifecycle("day.jsonl", event("loaded", GROUP) + "\n" + event("started", GROUP));

        await().until(() ->
                counted("campaignstatus_route_errors_total", "route").getOrDefault(route, 0.0) == 2);
        program.lifecycleInbox().awaitTaken("day.jsonl");
        await().until(() -> outcomes().equals(Map.of("delivered", 2.0)));
        assertThat(receiver.requests()).hasSize(2);
        assertThat(errors()).containsExactly("Step bad of route " + route + " failed: IOException: on purpose");
    }

    @Test
    void aFailedRequestIsNoErrorOfARoute() throws Exception {
        receiver.answering(Answer.close());
        program.start();
        program.handInLifecycle("day.jsonl", event("loaded", GROUP) + "\n" + event("started", GROUP));

        await().until(() -> outcomes().equals(Map.of("broken_off", 2.0)));
        program.lifecycleInbox().awaitTaken("day.jsonl");
        assertThat(counted("campaignstatus_route_errors_total", "route")).isEmpty();
        assertThat(errors()).isEmpty();
    }

    static Stream<Arguments> onPurpose() {
        return Stream.of(
                edit("in post", "post", r -> r.behind("post", "to-json", STOP)),
                edit("in notify", "notify", r -> r.behind("notify", "build", STOP)),
                edit("in lifecycle", "lifecycle", r -> r.behind("lifecycle", "remember", STOP)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onPurpose")
    void whatAStopKeepsBackOnPurposeHasNotFailedAndTheMessageIsAcknowledged(
            String name, String route, Consumer<EditedRoutes> edit) throws Exception {
        edit.accept(routes);
        program.with("lifecycle.jms.enabled", "true").start();
        try (Broker broker = program.broker()) {
            broker.send("campaigngroup.lifecycle", event("loaded", GROUP));

            await().until(() -> accepted() == 1 && broker.count("campaigngroup.lifecycle") == 0);
        }
        assertThat(outcomes()).isEmpty();
        assertThat(counted("campaignstatus_route_errors_total", "route")).isEmpty();
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void aMessageWhoseNotificationFailsInARouteIsAcknowledged() throws Exception {
        routes.before("post", "to-json", "<to uri=\"direct:site\"/>")
                .with("site", "<from uri=\"direct:site\"/>" + THROW);
        program.with("lifecycle.jms.enabled", "true").start();
        try (Broker broker = program.broker()) {
            broker.send("campaigngroup.lifecycle", event("loaded", GROUP));
            broker.send("campaigngroup.lifecycle", event("started", GROUP));

            await().until(() -> outcomes().equals(Map.of("route_error", 2.0)));
            await().until(() -> broker.count("campaigngroup.lifecycle") == 0);
        }
    }

    @Test
    void healthAndThePageNameTheStep() throws Exception {
        routes.behind("post", "to-json", THROW);
        program.start();
        program.handInLifecycle("day.jsonl", event("loaded", GROUP));

        await().until(() -> outcomes().equals(Map.of("route_error", 1.0)));
        String words = "step bad of route post failed: IOException: on purpose";
        assertThat(get("/observe/health")).contains("route-errors", words);
        assertThat(get("/api/status")).contains(words).doesNotContain("\"delivered\":true");
    }

    @Test
    void anInvalidEventIsNoErrorOfARoute() throws Exception {
        program.start();
        program.handInLifecycle("some.jsonl", "not an event\n");

        program.lifecycleInbox().awaitTaken("some.jsonl");
        assertThat(log.lines())
                .noneMatch(line -> line.level().isMoreSpecificThan(Level.WARN)
                        && !line.logger().endsWith("InboxFile"));
        assertThat(counted("campaignstatus_route_errors_total", "route")).isEmpty();
    }

    @Test
    void anErrorOfARouteThatSendsNothingIsLoggedToo() throws Exception {
        routes.before("statistics-file", "split-file", THROW);
        program.start();
        program.handInStatistics("some.json", "{}");

        await().until(() ->
                counted("campaignstatus_route_errors_total", "route").containsKey("statistics-file"));
        assertThat(errors()).containsExactly("Step bad of route statistics-file failed: IOException: on purpose");
        assertThat(get("/observe/health")).contains("step bad of route statistics-file failed");
    }

    private List<String> errors() {
        return log.messages("campaignstatus.route");
    }

    private double accepted() {
        return scrape().sum("campaignstatus_events_accepted_total", "source", "jms");
    }

    private Map<String, Double> outcomes() {
        return counted("campaignstatus_notifications_attempted_total", "outcome");
    }

    private Map<String, Double> counted(String metric, String label) {
        Map<String, Double> counted = new TreeMap<>();
        scrape().named(metric)
                .forEach(series -> counted.merge(series.labels().get(label), series.value(), Double::sum));
        counted.values().removeIf(value -> value == 0);
        return counted;
    }

    private Scrape scrape() {
        return program.metrics();
    }

    private String get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + program.setting("camel.management.port") + path);
        return ManagementClient.create()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
