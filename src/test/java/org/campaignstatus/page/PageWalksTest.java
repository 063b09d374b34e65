package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walks of docs/monitoring.md: what a supervisor sees first, and the clicks from there to the cause. */
final class PageWalksTest extends BrowserSetup {

    private static Receiver receiver;
    private static Program program;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        receiver = Receiver.start();
        Path routes = Files.createDirectory(home.resolve("routes"));
        try (DirectoryStream<Path> shipped = Files.newDirectoryStream(Path.of("routes"))) {
            for (Path route : shipped) {
                Files.copy(route, routes.resolve(route.getFileName().toString()));
            }
        }
        program = Program.in(home)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "1")
                .with("statistics.max-age", "2")
                .with("camel.main.routesIncludePattern", "file:" + routes + "/*.xml")
                .configuredBy(Files.readString(Path.of("samples/configuration.json")))
                .start();
        program.lifecycleInbox().process("a.jsonl", """
                {"event": "started", "campaignGroup": 124, "actor": 1}
                {"event": "started", "campaignGroup": 126, "actor": 1}
                """);
    }

    @AfterAll
    static void stop() {
        program.close();
        receiver.close();
    }

    private static void awaitCalm() {
        await().until(() -> !browser.text(HEADLINE).startsWith("Nothing is delivered")
                && !browser.text(HEADLINE).startsWith("Routes"));
    }

    @Test
    void aReceiverDied() {
        try (LogCapture log = LogCapture.start()) {
            receiver.answering(Answer.status(503));
            open(program);
            shows(HEADLINE, "Nothing is delivered to " + receiver.uri("/states") + ": answer 503.");
            assertThat(browser.text("#headline-since")).startsWith("Since ");
            assertThat(browser.text("#receivers tbody tr")).contains("fails since");

            browser.click("#headline-since a");
            await().until(() ->
                    browser.element("#attempts-receiver").getAttribute("value").equals(receiver.uri("/states")));
            await().until(() -> !browser.texts(ATTEMPTS).isEmpty()
                    && browser.texts(ATTEMPTS).stream().allMatch(row -> row.contains("answer 503")));
            browser.click(ATTEMPTS + " td:last-child button");
            await().until(() -> browser.text("#attempt-rows .headers").contains("ce-id"));
            assertThat(browser.text("#attempt-rows pre")).contains("GSW_CAMPAIGN_GROUP_NAME");

            assertThat(log.notifications(Level.WARN, "answer 503")).isNotEmpty();
            receiver.answering(Answer.status(200));
            awaitCalm();
            shows("#receivers tbody tr", "delivers");
            nothingWasComplainedOf(program);
        }
    }

    @Test
    void anEditOfARouteBroke() throws IOException {
        Path notify = program.folder().resolve("routes/notify.xml");
        String good = Files.readString(notify);
        try (LogCapture log = LogCapture.start()) {
            open(program);
            awaitCalm();
            program.write("routes/notify.xml", good.replaceFirst("</route>", "<to uri=\"nowhere:x\"/></route>"));
            shows(HEADLINE, "Routes: an edit is rejected, the last good version stays in force: ");
            assertThat(browser.text(HEADLINE)).contains("notify.xml");
            assertThat(browser.text("#headline-since")).startsWith("Since ");
            assertThat(browser.text("#headline-detail")).contains("last five minutes");

            assertThat(log.lines()).anyMatch(line -> line.level() == Level.ERROR);
            program.write("routes/notify.xml", good);
            awaitCalm();
            nothingWasComplainedOf(program);
        }
    }

    @Test
    void statisticsStoppedForOneTenant() {
        program.statisticsInbox().process("s.json", """
                {"campaignGroup": 126, "values": {"busyFactor": 0.8, "hitRatio": 0.3}}""");
        open(program);
        shows(HEADLINE, "Statistics have stopped for 1 active campaign group of tenant Retail.");
        browser.click("#headline-since a");
        shows("#groups-found", "1 of ");
        assertThat(browser.texts(GROUPS)).hasSize(1).first().asString().contains("Winback@Evening");

        browser.click(GROUPS + " th a");
        shows("#group-title", "Winback@Evening");
        shows("#group-statistics-time", "Expired: the latest are of ");
        shows("#events tbody tr", "Started by a client");
        assertThat(browser.texts("#options tbody tr"))
                .anyMatch(row -> row.contains("campaigngroup-states-uri") && row.contains("system property"));
        browser.run("history.back()");
        shows("#groups-found", "1 of ");
        nothingWasComplainedOf(program);
    }
}
