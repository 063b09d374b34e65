package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.ManagementClient;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The views of one program with thirty campaign groups, of which some dial, and one whose receiver is in trouble. */
final class PageViewsTest extends BrowserSetup {

    private static Receiver receiver;
    private static Receiver troubled;
    private static Program program;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        try (LogCapture log = LogCapture.start()) {
            receiver = Receiver.start();
            troubled = Receiver.start().answering(Answer.status(503));
            Configured configured = Configured.campaignGroups()
                    .with(1, "campaigngroup-states-uri", troubled.uri("/b"), "http-bearer-token", "secret-token");
            for (int dbid = 2; dbid <= 30; dbid++) {
                configured.with(dbid);
            }
            program = Program.in(home)
                    .sendingTo(receiver.uri("/a"))
                    .with("campaigngroup-states-interval", "0")
                    .with("statistics.max-age", "86400")
                    .configuredBy(configured.json())
                    .start();
            program.lifecycleInbox()
                    .process(
                            "a.jsonl",
                            String.join(
                                    "\n",
                                    Configured.event("loaded", 1),
                                    Configured.event("started", 2),
                                    Configured.event("loaded", 10),
                                    "{\"event\": \"started\", \"campaignGroup\": \"Nobody\"}"));
            program.statisticsInbox().process("s.jsonl", """
                    {"campaignGroup": 2, "values": {"busyFactor": 0.7}}
                    {"campaignGroup": 10, "values": {"busyFactor": 0.9}}
                    """);
            await().until(() ->
                    receiver.requests().size() == 2 && troubled.requests().size() == 1);
            assertThat(log.lines()).noneMatch(line -> line.level() == Level.ERROR);
        }
    }

    @AfterAll
    static void stop() {
        program.close();
        receiver.close();
        troubled.close();
    }

    private void openAt(String fragment, int width) {
        browser.open(uri(program) + fragment, width, 900, false);
        shows("#live", "Live");
    }

    @Test
    void campaignGroupsAreSortedByAnyColumnAndEmptyStatisticsFold() {
        openAt("", 1280);
        browser.click("#group-rows thead button[value=name]");
        await().until(() -> browser.texts(GROUPS).size() == 25
                && browser.texts(GROUPS).get(9).startsWith(Configured.name(10)));
        browser.click("#group-rows thead button[value=busy-factor]");
        await().until(() -> browser.texts(GROUPS).get(0).startsWith(Configured.name(2)));
        browser.click("#descending");
        await().until(() -> browser.texts(GROUPS).get(0).startsWith(Configured.name(10)));
        assertThat(browser.run("return document.querySelector('[aria-sort]').ariaSort"))
                .isEqualTo("descending");
        assertThat(browser.texts("#group-rows thead th"))
                .contains("Busy factor")
                .doesNotContain("Hit ratio");
        assertThat(browser.text("#folded")).contains("hit ratio, overdial rate, time to complete");

        openAt("#show=no-statistics", 1280);
        shows("#groups-found", "1 of 30 campaign groups");
        openAt("#show=overdue", 1280);
        shows("#groups-found", "0 of 30 campaign groups");
        nothingWasComplainedOf(program);
    }

    @Test
    void attemptsAreFilteredAndTheRequestOfOneIsShown() {
        openAt("#group=2&kind=started&attempts=delivered", 1280);
        await().until(() -> browser.texts(ATTEMPTS).size() == 1);
        assertThat(browser.text(ATTEMPTS))
                .contains(Configured.name(2))
                .containsPattern("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}");
        browser.click("#attempts-clear");
        await().until(() -> browser.texts(ATTEMPTS).size() == 3);
        browser.type("#attempts-receiver", "/b");
        await().until(() -> browser.texts(ATTEMPTS).size() == 1);
        browser.click(ATTEMPTS + " td:last-child button");
        await().until(() -> browser.text("#attempt-rows .headers").contains("ce-sequence"));
        assertThat(browser.text("#attempt-rows")).doesNotContain("secret");
        browser.click("#attempt-rows pre ~ button, #attempt-rows tr.json button");
        await().until(() -> List.of("Copied", "Selected").contains(browser.text("#attempt-rows tr.json button")));
        nothingWasComplainedOf(program);
    }

    @Test
    void oneCampaignGroupHasAViewOfItsOwn() {
        openAt("#dbid=1", 1280);
        shows("#group-title", Configured.name(1));
        assertThat(browser.text("#group-status")).contains("Active");
        assertThat(browser.texts("#group-attempts tbody tr"))
                .hasSize(1)
                .first()
                .asString()
                .contains("answer 503");
        assertThat(browser.texts("#options tbody tr"))
                .anyMatch(row -> row.contains(troubled.uri("/b")) && row.contains("options of the campaign group"))
                .anyMatch(row -> row.contains("http-bearer-token") && row.contains("set, not shown"))
                .anyMatch(row -> row.contains("http-connect-timeout") || row.contains("default"))
                .noneMatch(row -> row.contains("secret-token"));
        openAt("#dbid=99", 1280);
        shows("#group-title", "There is no campaign group 99");
    }

    @Test
    void theChartHasAxesRangesAndNumbers() {
        openAt("", 1280);
        await().until(() -> !browser.texts("#ticks span").isEmpty());
        assertThat(browser.texts("#ticks span")).allMatch(tick -> tick.matches("\\d\\d:\\d\\d"));
        browser.click("#ranges button[value='24h']");
        shows("#rate-words", "3 in all");
        browser.run("document.querySelector('#rate-slider').value = 299;"
                + "document.querySelector('#rate-slider').dispatchEvent(new Event('input'))");
        assertThat(browser.text("#rate-point")).contains("delivered, ");
        assertThat(browser.texts("#receivers tbody tr"))
                .anyMatch(row -> row.contains(troubled.uri("/b")) && row.contains("0.0"))
                .anyMatch(row -> row.contains(receiver.uri("/a")) && row.contains("100"));
    }

    @Test
    void quarantinedFilesAreCountedAndShownOnlyOnAClick() {
        openAt("", 1280);
        await().until(() -> browser.text("#rejected tbody tr").contains("unknown campaign group Nobody"));
        assertThat(browser.run("return document.body.textContent.includes('\"campaignGroup\": \"Nobody\"')"))
                .isEqualTo(false);
        browser.click("#rejected button");
        await().until(() -> browser.run("return document.querySelector('#rejected-files').textContent")
                .toString()
                .contains("\"campaignGroup\": \"Nobody\""));
    }

    @Test
    void tablesAreExported() throws Exception {
        assertThat(get("api/groups.csv?search=Campaign2@"))
                .startsWith("dbid,name,tenant,")
                .contains("\r\n2," + Configured.name(2) + ",");
        assertThat(get("api/attempts.json?attempts=failed"))
                .contains("\"outcome\":\"answer_5xx\"")
                .doesNotContain("delivered");
        assertThat(get("api/receivers.csv?range=1h")).contains(receiver.uri("/a") + ",1h,2,0,");
        assertThat(get("api/failures.json")).contains("\"reason\":\"answer 503\",\"count\":1");
        openAt("#search=Campaign2", 1280);
        await().until(() ->
                browser.element("a[href*='groups.csv']").getAttribute("href").endsWith("?search=Campaign2"));
    }

    private static String get(String address) throws Exception {
        return ManagementClient.create()
                .send(
                        HttpRequest.newBuilder(URI.create(uri(program) + address))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 768, 1024, 1280})
    void nothingKeepsAnybodyFromUsingIt(int width) {
        for (String view : List.of("#dbid=1", "")) {
            openAt(view, width);
            await().until(() ->
                    browser.texts(view.isEmpty() ? GROUPS : "#options tbody tr").size() > 1);
            assertThat(width()).isEqualTo(width);
            assertThat(violations("{}")).as("%s at %d", view, width).isEmpty();
            // nothing but colours differs in the dark
            browser.command(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
            assertThat(browser.run("return matchMedia('(prefers-color-scheme: dark)').matches"))
                    .isEqualTo(true);
            assertThat(violations("{runOnly: ['cat.color']}"))
                    .as("%s at %d, dark", view, width)
                    .isEmpty();
        }
        await().until(() -> !browser.texts("#rejected tbody time").isEmpty());
        assertThat(browser.run("return [...document.querySelectorAll('main time')]"
                        + ".filter(e => e.checkVisibility() && e.getClientRects().length > 1).length"))
                .isEqualTo(0L);
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations(String options) {
        if (browser.run("return typeof axe").equals("undefined")) {
            try (InputStream script = PageViewsTest.class.getResourceAsStream("/axe.min.js")) {
                browser.run(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        browser.run("window.found = null; axe.run(" + options + ").then(r => window.found ="
                + " r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' ')))");
        await().until(() -> browser.run("return window.found") != null);
        return (List<String>) browser.run("return window.found");
    }

    @Test
    void itIsSmallAndAsksNothingWhileItIsHidden() throws Exception {
        openAt("", 1280);
        await().until(() -> browser.texts(ATTEMPTS).size() == 3);
        List<String> loaded = List.copyOf(new TreeSet<>(browser.requests()));
        long bytes = 0;
        for (String address : loaded) {
            bytes += size(address);
        }
        assertThat(bytes).isBetween(5_000L, 100_000L);
        assertThat(loaded.stream().filter(address -> address.contains("/api/")))
                .allMatch(address -> address.contains("api/status"));
        assertThat(program.setting("camel.management.port")).isNotNull();

        browser.run("Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
                + " document.dispatchEvent(new Event('visibilitychange'))");
        browser.run("return new Promise(done => setTimeout(done, 1500))");
        browser.requests();
        browser.run("return new Promise(done => setTimeout(done, 2500))");
        assertThat(browser.requests()).isEmpty();
        browser.run("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
        await().until(() -> !browser.requests().isEmpty());
    }

    /** @return as many bytes as a browser that takes compressed answers gets */
    private static long size(String address) throws Exception {
        HttpResponse<byte[]> answer = ManagementClient.create()
                .send(
                        HttpRequest.newBuilder(URI.create(address))
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().map()).containsEntry("content-encoding", List.of("gzip"));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(in.readAllBytes()).isNotEmpty();
        }
        return answer.body().length;
    }

    @Test
    void motionIsReducedForWhoeverWantsThat() {
        openAt("", 1280);
        assertThat(animations()).isNotEqualTo("none");
        browser.command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        assertThat(animations()).isEqualTo("none");
    }

    private static Object animations() {
        return browser.run("return getComputedStyle(document.querySelector('#live'), '::before').animationName");
    }
}
