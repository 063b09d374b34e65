package org.campaignstatus.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.logging.log4j.Level;
import org.campaignstatus.contract.Schema;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A step that a site has put into its routes throws: the notification is a failed one, with the reason, everywhere; and the
 * event is done with all the same.
 */
final class RouteErrorTest {

    private static final int GROUP = 7;
    private static final String SEND = "<to id=\"send\" uri=\"direct:post\"/>";

    private final Receiver receiver = Receiver.start();

    @TempDir
    private Path folder;

    private EditedRoutes routes;
    private Program program;

    /** Beans of a site that throw. */
    public static final class Site {

        public void exception() {
            throw new IllegalStateException("the site's fault");
        }

        public void error(Exchange exchange) {
            throw new NoClassDefFoundError("com/example/Missing");
        }

        public void overflow(Exchange exchange) {
            overflow(exchange);
        }

        public void linkage(Exchange exchange) {
            throw new UnsupportedClassVersionError("compiled for Java 99");
        }
    }

    @BeforeEach
    void copyTheRoutes() throws IOException {
        routes = new EditedRoutes(folder.resolve("routes"));
        Files.writeString(
                folder.resolve("site.xsl"),
                "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"/>");
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("notification.failed", folder.resolve("lost").toString())
                .with("camel.main.routesIncludePattern", routes.pattern())
                .withBean("site", new Site())
                .configuredBy(Configured.campaignGroups().with(GROUP).json());
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    /** What a site writes, and the id of the step that then throws. */
    static Stream<Arguments> edits() {
        String xslt = "<to id=\"bad\" uri=\"xslt:file:{{site.xslt}}\"/>";
        String bean = "<bean id=\"bad\" ref=\"site\" method=\"exception\"/>";
        return Stream.of(
                edit("xslt on JSON", "post/bad", r -> r.behind("post", "to-json", xslt)),
                edit("xslt before the JSON", "post/bad", r -> r.before("post", "to-json", xslt)),
                edit("a bean of the site", "post/bad", r -> r.behind("post", "to-json", bean)),
                edit("a class that is missing", "post/bad", r -> r.behind("post", "to-json", method("error"))),
                edit("a stack overflow", "post/bad", r -> r.behind("post", "to-json", method("overflow"))),
                edit("a class of a later Java", "post/bad", r -> r.behind("post", "describe", method("linkage"))),
                edit(
                        "an expression",
                        "post/bad",
                        r -> r.behind(
                                "post",
                                "to-json",
                                "<setHeader id=\"bad\" name=\"x\"><simple>${body.nothing.at.all}</simple></setHeader>")),
                edit(
                        "a script",
                        "notify/bad",
                        r -> r.behind(
                                "notify",
                                "add-state",
                                "<script id=\"bad\"><simple>${bean:site?method=exception}</simple></script>")),
                edit(
                        "an endpoint that is missing",
                        "post/bad",
                        r -> r.behind("post", "to-json", "<toD id=\"bad\" uri=\"${header.nowhere}nowhere:else\"/>")),
                edit(
                        "an exception thrown on purpose",
                        "notify/bad",
                        r -> r.behind(
                                "notify",
                                "build",
                                "<throwException id=\"bad\" exceptionType=\"java.io.IOException\" message=\"not today\"/>")),
                edit(
                        "a validation",
                        "post/bad",
                        r -> r.behind(
                                "post",
                                "to-json",
                                "<validate id=\"bad\"><simple>${header.x} == 'y'</simple></validate>")),
                edit(
                        "a type conversion",
                        "post/bad",
                        r -> r.behind("post", "to-json", "<convertBodyTo id=\"bad\" type=\"int\"/>")),
                edit(
                        "an unmarshal",
                        "post/bad",
                        r -> r.before(
                                "post", "to-json", "<unmarshal id=\"bad\"><json library=\"Jackson\"/></unmarshal>")),
                edit("before the attempt begins", "post/bad", r -> r.before("post", "begin", bean)),
                edit("the first step of notify", "notify/bad", r -> r.before("notify", "add-configuration", bean)),
                edit("inside the filter of notify", "notify/bad", r -> r.before("notify", "add-statistics", bean)),
                edit("behind the state in lifecycle", "lifecycle/bad", r -> r.behind("lifecycle", "remember", bean)),
                edit(
                        "the condition of a filter",
                        "lifecycle/if-new",
                        r -> r.replace("lifecycle", "${body} != null", "${body.nothing} != null")),
                edit("inside the doTry of post", "post/bad", r -> r.before("post", "request", bean)),
                edit(
                        "a doTry that swallows everything",
                        "notify/bad",
                        r -> r.replace(
                                "notify",
                                SEND,
                                "<doTry id=\"try\">" + bean + "" + SEND + "<doCatch id=\"ignore\">"
                                        + "<exception>java.lang.Exception</exception><log message=\"x\"/></doCatch></doTry>")),
                edit(
                        "a route of the site without a policy",
                        "site/bad",
                        r -> r.before("post", "to-json", "<to uri=\"direct:site\"/>")
                                .with("site", "<from uri=\"direct:site\"/>" + bean)),
                edit(
                        "a route of the site with the policy",
                        "site/bad",
                        r -> r.before("post", "to-json", "<to uri=\"direct:site\"/>")
                                .withPolicy("site", "<from uri=\"direct:site\"/>" + bean)),
                edit(
                        "a route of the site that calls post, in another thread",
                        "site/bad",
                        r -> r.replace("notify", "direct:post", "seda:site")
                                .with("site", "<from uri=\"seda:site\"/>" + bean + "<to uri=\"direct:post\"/>")),
                edit(
                        "post called in another thread",
                        "post/bad",
                        r -> r.replace("notify", "direct:post", "seda:site")
                                .behind("post", "to-json", bean)
                                .with("site", "<from uri=\"seda:site\"/><to uri=\"direct:post\"/>")),
                edit(
                        "a doTry in another thread that swallows everything",
                        "site/bad",
                        r -> r.replace("notify", "direct:post", "seda:site")
                                .with(
                                        "site",
                                        "<from uri=\"seda:site\"/><doTry>" + bean
                                                + "<to uri=\"direct:post\"/><doCatch><exception>java.lang.Exception"
                                                + "</exception><log message=\"x\"/></doCatch></doTry>")),
                edit(
                        "a multicast",
                        "post/bad",
                        r -> r.replace(
                                        "notify",
                                        SEND,
                                        "<multicast id=\"both\"><to uri=\"direct:audit\"/>" + SEND + "</multicast>")
                                .behind("post", "to-json", bean)
                                .with("audit", "<from uri=\"direct:audit\"/><log message=\"x\"/>")),
                edit(
                        "a split",
                        "post/bad",
                        r -> r.replace(
                                        "notify",
                                        SEND,
                                        "<split id=\"each\"><simple>${body}</simple>" + SEND + "</split>")
                                .behind("post", "to-json", bean)),
                edit(
                        "a queue in memory that nobody takes from",
                        "notify/send",
                        r -> r.replace("notify", "direct:post", "seda:site?failIfNoConsumers=true")
                                .with("site", "<from uri=\"seda:other\"/><to uri=\"direct:post\"/>")));
    }

    private static String method(String name) {
        return "<bean id=\"bad\" ref=\"site\" method=\"" + name + "\"/>";
    }

    private static Arguments edit(String name, String step, Consumer<EditedRoutes> edit) {
        return Arguments.of(name, step, edit);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void aStepThatThrowsMakesAFailedNotification(String name, String step, Consumer<EditedRoutes> edit)
            throws Exception {
        edit.accept(routes);
        program.with("site.xslt", folder.resolve("site.xsl").toString()).start();
        try (LogCapture log = LogCapture.provoking("campaignstatus.route")) {
            program.handInLifecycle("day.jsonl", event("loaded", GROUP) + "\n" + event("started", GROUP));

            await().until(() -> files().size() == 2);
            program.lifecycleInbox().awaitTaken("day.jsonl");
            assertThat(receiver.requests()).isEmpty();
            for (JsonNode record : records()) {
                assertThat(record.path("outcome").asText()).isEqualTo("route_error");
                assertThat(record.path("words").asText())
                        .startsWith(place(step) + " failed: ")
                        .doesNotContain("Exchange[");
                assertThat(record.at("/notification/GSW_CAMPAIGN_GROUP_DBID").asText())
                        .isEqualTo("7");
            }
            assertThat(outcomes()).isEqualTo(Map.of("route_error", 2.0));
            assertThat(errors(log)).hasSize(1);
            assertThat(errors(log).get(0))
                    .contains(place(step).substring(1), "the notification for Campaign Group ", "was not sent")
                    .doesNotContain("Exchange[");
            program.close();
        }
    }

    private static String place(String step) {
        String[] parts = step.split("/");
        return "step " + parts[1] + " of route " + parts[0];
    }

    private Map<String, Double> outcomes() {
        Map<String, Double> counted = new java.util.TreeMap<>();
        program.metrics()
                .named("campaignstatus_notifications_attempted_total")
                .forEach(series -> counted.merge(series.labels().get("outcome"), series.value(), Double::sum));
        counted.values().removeIf(value -> value == 0);
        return counted;
    }

    private static List<String> errors(LogCapture log) {
        return log.lines().stream()
                .filter(line -> line.level() == Level.ERROR)
                // Camel's consumer of a queue in memory has a line of its own
                .filter(line -> !line.logger().contains("SedaConsumer"))
                .map(LogCapture.Line::message)
                .toList();
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder.resolve("lost"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<JsonNode> records() throws IOException {
        List<JsonNode> records = new java.util.ArrayList<>();
        for (Path file : files()) {
            String text = Files.readString(file);
            assertThat(Schema.FAILED_NOTIFICATION.problems(text)).as(text).isEmpty();
            records.add(new ObjectMapper().readTree(text));
        }
        return records;
    }
}
