package org.campaignstatus.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Scrape;
import org.campaignstatus.harness.SentEvents;
import org.campaignstatus.harness.ShippedRoutes;
import org.campaignstatus.metrics.MetricsRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an edit of a route file while the program runs. */
final class RouteReloadTest extends EditsOfRunningRoutes {

    private static final int GROUPS = 20;
    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final String MARSHAL = "<marshal id=\"to-json\"><json library=\"Jackson\"/></marshal>";

    private final SentEvents sent = new SentEvents();

    RouteReloadTest() {
        super(GROUPS);
    }

    @Test
    void anEditCountsFromTheNextEventOnAndAnotherAfterIt() throws Exception {
        program.start();
        assertThat(siteOfNext("loaded")).isNull();
        save("post.xml", postFor("north"));
        awaitSaved(1);
        assertThat(siteOfNext("started")).isEqualTo("north");
        save("post.xml", postFor("south"));
        awaitSaved(2);
        assertThat(siteOfNext("stopped")).isEqualTo("south");
        assertThat(errors()).isEmpty();
        assertThat(receiver.requests()).hasSize(3);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            not well-formed    | </filter>                                          | line 14
            unknown element    | <tapwire uri="direct:post"/>                       | tapwire
            unknown attribute  | <to uri="direct:post" colour="red"/>               | colour
            unknown component  | <to uri="post-office:here"/>                       | line 14: there is no component post-office
            unknown option     | <to uri="direct:post?colour=red"/>                 | line 14: direct:post has no such option: colour
            missing key        | <to uri="jms:queue:{{site.copy}}"/>                | line 14: there is no value for {{site.copy}}
            duplicate id       | <to id="build" uri="direct:post"/>                 | line 14: the id build stands twice
            missing bean       | <bean ref="statistic" method="enrich"/>            | line 14: there is no bean statistic, did you mean statistics?
            missing method     | <bean ref="statistics" method="enhance"/>          | line 14: the bean has no method enhance
            wrong Simple       | <filter><simple>${boddy} != 1</simple><stop/></filter> | line 14: wrong Simple expression: Unknown function: boddy
            nobody takes it    | <to uri="direct:nobody"/>                          | line 14: nobody takes what is sent to direct:nobody
            """)
    void aBrokenEditIsRejectedInOneLineAndTheMendedOneCounts(String what, String step, String said) throws Exception {
        program.start();
        save("notify.xml", notifyWith(step));
        await().until(() -> !errors().isEmpty());
        assertThat(siteOfNext("loaded")).isNull();
        assertThat(errors())
                .singleElement()
                .asString()
                .startsWith("ERROR campaignstatus.routes The edit of " + folder
                        + "/routes/notify.xml is rejected, the last good version goes on running: " + folder
                        + "/routes/notify.xml")
                .contains(said)
                .doesNotContain("\n");

        save("notify.xml", notifyWith("<log message=\"mended\" logName=\"edit\"/>"));
        awaitSaved(1);
        siteOfNext("started");
        assertThat(lines("mended")).hasSize(1);
        assertThat(receiver.requests()).hasSize(2);
        assertThat(errors()).hasSize(1);
    }

    /** A mistake that comes back is a new one for whoever made it. */
    @Test
    void theSameMistakeIsSaidAgainAfterItWasMendedAndShownWhileItStands() throws Exception {
        program.start();
        String broken = notifyWith("<bean ref=\"statistic\" method=\"enrich\"/>");
        save("notify.xml", broken);
        await().until(() -> errors().size() == 1);
        await().until(() -> routesCheck().contains("notify.xml, line 14: there is no bean statistic"));
        assertThat(metric("campaignstatus_routes_edit_refused")).isEqualTo(1);
        save("notify.xml", notifyWith("<log message=\"mended\" logName=\"edit\"/>"));
        awaitSaved(1);
        await().until(() -> routesCheck().isEmpty());
        assertThat(metric("campaignstatus_routes_edit_refused")).isZero();
        save("notify.xml", broken);
        await().until(() -> errors().size() == 2);
        save("notify.xml", notifyWith("<log message=\"mended\" logName=\"edit\"/>"));
        await().until(() -> routesCheck().isEmpty());
        assertThat(errors().get(1).message()).isEqualTo(errors().get(0).message());
        assertThat(metric("campaignstatus_routes_reloads_total", "result", "refused"))
                .isEqualTo(2);
        assertThat(metric("campaignstatus_routes_reloads_total", "result", "good"))
                .isEqualTo(1);
    }

    private double metric(String name, String... labels) {
        PrometheusMeterRegistry metrics = program.context()
                .getRegistry()
                .lookupByNameAndType(MetricsRegistry.NAME, PrometheusMeterRegistry.class);
        return Scrape.read(metrics.scrape()).sum(name, labels);
    }

    /** What health says of the routes beside that they are up. */
    private String routesCheck() {
        return HealthCheckHelper.invokeReadiness(program.context()).stream()
                .filter(result -> result.getCheck().getId().equals("routes"))
                .peek(result -> assertThat(result.getState()).isEqualTo(HealthCheck.State.UP))
                .map(result -> result.getMessage().orElse(""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anIdOfAnotherFileIsRejected() throws Exception {
        program.start();
        save("copy.xml", ShippedRoutes.text("periodic.xml"));
        await().until(() -> !errors().isEmpty());
        assertThat(errors()).singleElement().asString().contains("the route id periodic is taken by");
        assertThat(program.context().getRoute("periodic").getSourceLocation()).contains("periodic.xml");
    }

    @Test
    void aNewFileCountsAndADeletedOneIsGone() throws Exception {
        program.start();
        save("copy.xml", copyRoute());
        awaitSaved(1);
        save(
                "post.xml",
                ShippedRoutes.text("post.xml").replace(MARSHAL, MARSHAL + "<to id=\"copy\" uri=\"direct:copy\"/>"));
        awaitSaved(2);
        siteOfNext("loaded");
        assertThat(lines("a copy for the site")).hasSize(1);

        Files.delete(folder.resolve("routes/copy.xml"));
        await().until(() -> !errors().isEmpty());
        assertThat(errors()).singleElement().asString().contains("copy.xml is rejected", "nobody takes");
        siteOfNext("started");
        assertThat(lines("a copy for the site")).hasSize(2);

        save("post.xml", ShippedRoutes.text("post.xml"));
        await().until(() -> program.context().getRoute("copy") == null);
        siteOfNext("stopped");
        assertThat(lines("a copy for the site")).hasSize(2);
        assertThat(receiver.requests()).hasSize(3);
    }

    @Test
    void anEditOfTheErrorPolicyCountsForAllRoutes() throws Exception {
        program.start();
        save(
                "no-redelivery.xml",
                ShippedRoutes.text("no-redelivery.xml")
                        .replace("\"DEBUG\"", "\"ERROR\"")
                        .replace("Route ${routeId} failed", "Alas, ${routeId}"));
        awaitSaved(1);
        save(
                "notify.xml",
                notifyWith("<throwException exceptionType=\"java.io.IOException\" message=\"on purpose\"/>"));
        awaitSaved(2);
        program.handInLifecycle("day.json", event("loaded", 1));
        await().until(() -> !lines("Alas, notify").isEmpty());
        awaitDone("day.json");
        assertThat(lines("Alas, notify")).hasSize(1);
        assertThat(receiver.requests()).isEmpty();

        save("notify.xml", ShippedRoutes.text("notify.xml").replace("\"no-redelivery\"", "\"no-redelivry\""));
        await().until(() ->
                !lines("there is no routeConfiguration no-redelivry").isEmpty());
    }

    @Test
    void aSaveThatChangesNothingDoesNothing() throws Exception {
        program.start();
        Object before = program.context().getRoute("post");
        save("post.xml", ShippedRoutes.text("post.xml"));
        save("notify.xml", notifyWith("<log message=\"later\" logName=\"edit\"/>"));
        awaitSaved(1);
        assertThat(program.context().getRoute("post")).isSameAs(before);
    }

    @Test
    void whenAllFilesAreGoneTheRoutesGoOn() throws Exception {
        program.start();
        try (Stream<Path> files = Files.list(folder.resolve("routes"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        await().until(() -> !errors().isEmpty());
        assertThat(siteOfNext("loaded")).isNull();
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void turnedOffAnEditWaitsForTheNextStart(@TempDir Path other) throws Exception {
        program.with("routes.reload", "false").start();
        // another one of the same route files, which says when there was time enough to see an edit of them
        Program observer = Program.in(other)
                .with("camel.main.routesIncludePattern", program.setting("camel.main.routesIncludePattern"))
                .configuredBy(Configured.campaignGroups().with(1).json());
        try {
            observer.start();
            save("post.xml", postFor("north"));
            awaitSaved(1);
            save("post.xml", postFor("south"));
            awaitSaved(2);
        } finally {
            observer.close();
        }
        assertThat(siteOfNext("loaded")).isNull();
        assertThat(lines("counts as it was saved")).hasSize(2);

        program.close();
        program.start();
        assertThat(siteOfNext("started")).isEqualTo("south");
    }

    @Test
    void camelsOwnReloadStaysOutOfIt() throws Exception {
        Files.writeString(folder.resolve("application.properties"), """

                camel.main.routesReloadEnabled = true
                camel.main.routesReloadDirectory = %s/routes
                camel.main.routesReloadPattern = *.xml
                """.formatted(folder), StandardOpenOption.APPEND);
        program.start();
        save("notify.xml", notifyWith("<bean ref=\"statistic\" method=\"enrich\"/>"));
        await().until(() -> !lines("notify.xml is rejected").isEmpty());
        assertThat(siteOfNext("loaded")).isNull();
        assertThat(lines("Live route reloading")).isEmpty();
        assertThat(lines("Error reloading routes")).isEmpty();
    }

    @Tag("endurance")
    @ParameterizedTest(name = "{0} consumers, edits of {1}")
    @CsvSource({"1, lifecycle-jms.xml", "3, lifecycle-order.xml", "3, lifecycle-jms.xml"})
    void editsUnderLoadFromAQueueLoseDoubleAndReorderNothing(String consumers, String source) throws Exception {
        int events = 5_000;
        program.with("lifecycle.jms.enabled", "true")
                .with("lifecycle.jms.consumers", consumers)
                .start();
        try (Broker broker = program.broker()) {
            Thread load = load(events, texts -> broker.send(QUEUE, texts));
            editTenTimes(source);
            load.join();
            await().until(() -> receiver.requests().size() >= events);
            await().until(() -> broker.count(QUEUE) == 0 && broker.count(QUEUE + ".ordered") == 0);
        }
        sent.assertTold(receiver.requests(), 0);
        assertThat(errors()).isEmpty();
    }

    @Tag("endurance")
    @Test
    void editsUnderLoadFromFilesLoseDoubleAndReorderNothing() throws Exception {
        int events = 5_000;
        program.start();
        int[] file = {1000};
        Thread load = load(events, texts -> program.handInLifecycle(file[0]++ + ".jsonl", String.join("\n", texts)));
        editTenTimes("lifecycle-file.xml");
        load.join();
        await().until(() -> receiver.requests().size() >= events);
        awaitDone(file[0] - 1 + ".jsonl");
        sent.assertTold(receiver.requests(), 0);
        assertThat(errors()).isEmpty();
    }

    @Tag("endurance")
    @Test
    void aReceiverThatKeepsSilentHoldsUpTheEditButNobodyElse() throws Exception {
        Receiver silent = Receiver.start();
        try {
            Configured groups =
                    Configured.campaignGroups().with(1).with(2, "campaigngroup-states-uri", silent.uri("/silent"));
            CountDownLatch answer = new CountDownLatch(1);
            silent.answering(Answer.when(answer));
            program.configuredBy(groups.json()).start();
            program.handInLifecycle("silent.json", event("loaded", 2));
            await().until(() -> silent.requests().size() == 1);
            save("post.xml", postFor("north"));
            for (int i = 0; i < 60; i++) {
                siteOfNext(i % 2 == 0 ? "started" : "stopped");
            }
            assertThat(lines("counts as it was saved")).isEmpty();
            answer.countDown();
            awaitSaved(1);
            assertThat(siteOfNext("unloaded")).isEqualTo("north");
            assertThat(silent.requests()).hasSize(1);
        } finally {
            silent.close();
        }
    }

    private interface Way {
        void send(String... texts) throws Exception;
    }

    /** Sends events evenly to all campaign groups, in the background. */
    private Thread load(int events, Way way) {
        Thread load = new Thread(() -> {
            try {
                for (int i = 0; i < events; i += 50) {
                    int first = i;
                    way.send(IntStream.range(0, 50)
                            .mapToObj(n -> sent.next(1 + (first + n) % GROUPS))
                            .toArray(String[]::new));
                    // as fast as what came before is through, so that edits meet with events all the time
                    await().until(() -> receiver.requests().size() > first - 1_000);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        load.start();
        return load;
    }

    /** Edits what stands behind the lanes, with the source going on, and then the source, ten times. */
    private void editTenTimes(String source) throws IOException {
        List<String> called = List.of("notify.xml", "post.xml", "lifecycle.xml");
        int saved = 0;
        for (int edit = 1; edit <= 10; edit++) {
            for (List<String> files : List.of(called, List.of(source))) {
                for (String file : files) {
                    String step = "<setProperty name=\"edit\"><constant>" + edit + "</constant></setProperty>";
                    save(file, ShippedRoutes.text(file).replaceFirst("(?s)(<from uri=[^>]*/>)", "$1\n    " + step));
                }
                saved += files.size();
                awaitSaved(saved);
            }
        }
    }

    private String postFor(String site) throws IOException {
        String step = "<setHeader name=\"X-Site\"><constant>" + site + "</constant></setHeader>";
        return ShippedRoutes.text("post.xml").replace(MARSHAL, MARSHAL + step);
    }

    /** The route notify with a step more, in line 14. */
    private String notifyWith(String step) throws IOException {
        String from = "<from uri=\"direct:notify\"/>\n";
        assertThat(ShippedRoutes.text("notify.xml").split(from)[0].lines()).hasSize(9);
        return ShippedRoutes.text("notify.xml").replace(from, from + "\n\n\n\n    " + step + "\n");
    }

    private static String copyRoute() {
        return """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route id="copy" routeConfigurationId="no-redelivery">
                    <from uri="direct:copy"/>
                    <log message="a copy for the site" logName="edit"/>
                  </route>
                </routes>
                """;
    }

    /** Hands in an event of campaign group 1 and returns the header X-Site of its notification. */
    private String siteOfNext(String event) {
        int before = receiver.requests().size();
        program.handInLifecycle(before + ".json", event(event, 1));
        await().until(() -> receiver.requests().size() > before);
        awaitDone(before + ".json");
        return receiver.requests().get(before).headers().get("x-site");
    }

    private List<LogCapture.Line> errors() {
        return lines(Level.WARN);
    }
}
