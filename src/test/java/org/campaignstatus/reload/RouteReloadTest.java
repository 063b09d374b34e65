package org.campaignstatus.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.IngestClient;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.ShippedRoutes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of route files that are applied while the program runs. */
final class RouteReloadTest extends EditsOfRunningRoutes {

    RouteReloadTest() {
        super(1);
    }

    @Test
    void anEditAppliesFromTheNextEventOnAndAnotherAfterIt() throws Exception {
        program.start();
        assertThat(siteOfNext("loaded")).isNull();
        save("post.xml", postFor("north"));
        awaitApplied(1);
        assertThat(siteOfNext("started")).isEqualTo("north");
        save("post.xml", postFor("south"));
        awaitApplied(2);
        assertThat(siteOfNext("stopped")).isEqualTo("south");
        assertThat(errors()).isEmpty();
        assertThat(receiver.requests()).hasSize(3);
    }

    @Test
    void aNewFileIsAppliedAndADeletedOneRemoved() throws Exception {
        program.start();
        save("copy.xml", copyRoute());
        awaitApplied(1);
        await().until(() -> !errors().isEmpty());
        assertThat(errors()).singleElement().asString().contains("nobody calls the route copy");
        save(
                "post.xml",
                ShippedRoutes.text("post.xml").replace(MARSHAL, MARSHAL + "<to id=\"copy\" uri=\"direct:copy\"/>"));
        awaitApplied(2);
        siteOfNext("loaded");
        assertThat(lines("a copy for the site")).hasSize(1);

        Files.delete(folder.resolve("routes/copy.xml"));
        await().until(() -> errors().size() == 2);
        assertThat(errors().get(1).message()).contains("copy.xml rejected", "nobody takes");
        siteOfNext("started");
        assertThat(lines("a copy for the site")).hasSize(2);

        save("post.xml", ShippedRoutes.text("post.xml"));
        await().until(() -> program.context().getRoute("copy") == null);
        siteOfNext("stopped");
        assertThat(lines("a copy for the site")).hasSize(2);
        assertThat(receiver.requests()).hasSize(3);
    }

    @Test
    void anEditOfTheErrorPolicyAppliesToAllRoutes() throws Exception {
        program.start();
        save(
                "no-redelivery.xml",
                ShippedRoutes.text("no-redelivery.xml")
                        .replace("\"DEBUG\"", "\"ERROR\"")
                        .replace("Route ${routeId} failed", "Alas, ${routeId}"));
        awaitApplied(1);
        save(
                "notify.xml",
                notifyWith("<throwException exceptionType=\"java.io.IOException\" message=\"on purpose\"/>"));
        awaitApplied(2);
        program.handInLifecycle("day.json", event("loaded", 1));
        await().until(() -> !lines("Alas, notify").isEmpty());
        awaitDone("day.json");
        assertThat(lines("Alas, notify")).hasSize(1);
        assertThat(receiver.requests()).isEmpty();

        save("notify.xml", ShippedRoutes.text("notify.xml").replace("\"no-redelivery\"", "\"no-redelivry\""));
        await().until(() ->
                !lines("there is no routeConfiguration no-redelivry").isEmpty());
    }

    /** The dry run of an edit neither listens on the port of the running program nor closes it. */
    @Test
    void anEditBehindThePortForRequestsKeepsItOpen() throws Exception {
        IngestClient client = new IngestClient(Ports.free());
        program.with("ingest.http.enabled", "true")
                .with("ingest.http.port", Integer.toString(client.port()))
                .start();
        save("post.xml", postFor("north"));
        awaitApplied(1);
        assertThat(client.post("/lifecycle-events", "[]").statusCode()).isEqualTo(202);
        save(
                "ingest-http.xml",
                ShippedRoutes.text("ingest-http.xml")
                        .replace(
                                "</doTry>",
                                "</doTry><setHeader name=\"X-Site\"><constant>south</constant></setHeader>"));
        awaitApplied(2);
        HttpResponse<String> answer = client.post("/lifecycle-events", event("loaded", 1));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("X-Site")).hasValue("south");
        await().until(() -> receiver.requests().size() == 1);
        assertThat(lines("Taking lifecycle events and statistics on")).hasSize(1);
        assertThat(errors()).isEmpty();
    }

    @Test
    void aStepWithoutEffectIsSaidAtTheStartAndAtEachEditOfItsFile() throws Exception {
        String removal = "<removeHeaders";
        String early = "<setHeader name=\"X-Site\"><constant>north</constant></setHeader>";
        String text = ShippedRoutes.text("post.xml").replace(removal, early + removal);
        save("post.xml", text);
        program.start();
        assertThat(errors()).hasSize(1);
        save("notify.xml", notifyWith("<log message=\"first\" logName=\"edit\"/>"));
        awaitApplied(1);
        save("post.xml", text.replace("north", "south"));
        awaitApplied(2);
        await().until(() -> errors().size() == 2);
        assertThat(errors())
                .allSatisfy(line -> assertThat(line.toString())
                        .startsWith("WARN campaignstatus.routes " + folder + "/routes/post.xml, line ")
                        .contains("the header X-Site has no effect, because removeHeaders remove-headers"));
        assertThat(siteOfNext("loaded")).isNull();
    }

    @Test
    void aSaveThatChangesNothingDoesNothing() throws Exception {
        program.start();
        Object before = program.context().getRoute("post");
        save("post.xml", ShippedRoutes.text("post.xml"));
        save("notify.xml", notifyWith("<log message=\"later\" logName=\"edit\"/>"));
        awaitApplied(1);
        assertThat(program.context().getRoute("post")).isSameAs(before);
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
            awaitApplied(1);
            save("post.xml", postFor("south"));
            awaitApplied(2);
        } finally {
            observer.close();
        }
        assertThat(siteOfNext("loaded")).isNull();
        assertThat(applied()).hasSize(2);

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
        await().until(() -> !lines("notify.xml rejected").isEmpty());
        assertThat(siteOfNext("loaded")).isNull();
        assertThat(lines("Live route reloading")).isEmpty();
        assertThat(lines("Error reloading routes")).isEmpty();
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

    private List<LogCapture.Line> errors() {
        return lines(Level.WARN);
    }
}
