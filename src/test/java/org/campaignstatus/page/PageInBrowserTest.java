package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Browser;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page as those see it who use it. */
@Tag("browser")
class PageInBrowserTest {

    /** Say {@code -Dpage.pictures} to have the pictures in docs/ made anew. */
    private static final boolean PICTURES = System.getProperty("page.pictures") != null;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADLINE = "#headline-text";
    private static final String GROUPS = "#group-rows tbody tr";
    private static final String ATTEMPTS = "#attempt-rows tbody tr";

    private static Browser browser;

    @TempDir
    Path folder;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() {
        browser.close();
    }

    @Test
    void whatHappensIsSeenWithoutReloading() throws Exception {
        try (Receiver receiver = Receiver.start();
                Program program = program(3).sendingTo(receiver.uri("/states")).start()) {
            open(program);
            shows("#attempts-empty", "No notification yet. To see one, drop a file with lifecycle events into");
            shows("#losses-empty", "Nothing was lost since the program started");
            shows(HEADLINE, "No notification in the last five minutes.");
            assertThat(browser.texts(GROUPS)).hasSize(3).allMatch(row -> row.contains("Not loaded"));
            browser.run("window.notReloaded = true");

            program.handInLifecycle("a.json", """
                    {"event": "started", "campaignGroup": 2, "actor": 1, "dialMode": "Predict",
                     "optimizeBy": "BusyFactor", "optimizeGoal": 80}""");
            await().until(() -> browser.text(GROUPS).contains("Running"));
            program.handInStatistics("a.json", """
                    {"campaignGroup": 2, "values": {"busyFactor": 0.85, "timeToComplete": 600}}""");
            await().until(() -> browser.text(GROUPS).contains("85\u00a0%"));
            assertThat(browser.text(GROUPS))
                    .contains(
                            Configured.name(2),
                            "dialling",
                            "Predictive",
                            "busy factor at 80 %",
                            "Started by a client",
                            "in ",
                            "10 min");
            shows(HEADLINE, "of the last five minutes was delivered.", "of the last five minutes were delivered.");
            assertThat(browser.text("#count-running")).isEqualTo("1");

            browser.click(ATTEMPTS + ":last-child button");
            await().until(() -> browser.text("#attempt-rows pre").contains("\"GSW_CAMPAIGN_GROUP_ACTION\": 9"));
            assertThat(browser.run("return window.notReloaded")).isEqualTo(true);
            nothingWasComplainedOf(program);
        }
    }

    @Test
    void whatIsLostIsToldAndThatTheReceiverIsBack() throws Exception {
        try (LogCapture log = LogCapture.start();
                Receiver receiver = Receiver.start().answering(Answer.status(503));
                Program program = program(1)
                        .sendingTo(receiver.uri("/states"))
                        .with("campaigngroup-states-interval", "1")
                        .start()) {
            open(program);
            program.handInLifecycle("a.json", Configured.event("loaded", 1));
            await().until(() -> browser.text(HEADLINE).contains("lost in the last five minutes."));
            await().until(() -> browser.text("#losses tbody tr").contains("nothing delivered"));
            assertThat(browser.text("#losses tbody tr")).contains(receiver.uri("/states"), "answer 503");
            assertThat(browser.text(ATTEMPTS)).contains("lost", "answer 503");

            receiver.answering(Answer.status(200));
            await().until(() -> browser.text("#losses tbody tr").contains("delivers again"));
            await().until(() -> browser.text(ATTEMPTS).contains("delivered"));
            assertThat(log.notifications(Level.WARN, "answer 503")).isNotEmpty();
            browser.run("const s = document.querySelector('#attempts-show'); s.value = 'lost';"
                    + " s.dispatchEvent(new Event('change'))");
            await().until(() -> browser.texts(ATTEMPTS).stream().noneMatch(row -> row.contains("answer 200")));
            nothingWasComplainedOf(program);
        }
    }

    @Test
    void amongAHundredThousandCampaignGroupsOneIsFound() throws Exception {
        try (Program program = Program.in(folder)
                .configuredBy(configuration(IntStream.rangeClosed(1, 100_000)
                        .mapToObj(Configured::name)
                        .toList()))
                .start()) {
            program.lifecycleInbox().process("a.json", Configured.event("started", 4_711));
            open(program);
            shows("#groups-found", "100,000 campaign groups");
            assertThat(browser.texts(GROUPS)).hasSize(25).first().asString().contains(Configured.name(4_711));
            shows("#page-of", "Page 1 of 4,000 (1 to 25)");

            browser.click("#next");
            shows("#page-of", "Page 2 of 4,000 (26 to 50)");
            browser.click("#last");
            shows("#page-of", "Page 4,000 of 4,000 (99,976 to 100,000)");
            assertThat(browser.texts(GROUPS)).hasSize(25);
            assertThat(browser.element("#next").isEnabled()).isFalse();

            browser.type("#search", "campaign4711@");
            shows("#groups-found", "1 of 100,000 campaign groups");
            assertThat(browser.texts(GROUPS)).hasSize(1).first().asString().contains("Running");
            browser.type("#search", "nobody");
            shows("#groups-empty", "No campaign group is like that.");
            nothingWasComplainedOf(program);
        }
    }

    @Test
    void aNameIsTextWhateverItHolds() throws Exception {
        List<String> names = List.of(
                "<script>window.hacked = 1</script>",
                "<img src=x onerror='window.hacked = 1'>@\"'&amp;",
                "\u202Etxet desrever\u202D@\u2067Group",
                "مكالمات@مجموعة",
                "A".repeat(300));
        try (Receiver receiver = Receiver.start();
                Program program = Program.in(folder)
                        .sendingTo(receiver.uri("/"))
                        .with("campaigngroup-states-interval", "0")
                        .configuredBy(configuration(names))
                        .start()) {
            open(program);
            program.lifecycleInbox()
                    .process(
                            "a.jsonl",
                            IntStream.rangeClosed(1, names.size())
                                    .mapToObj(dbid -> Configured.event("loaded", dbid))
                                    .collect(Collectors.joining("\n")));
            await().until(() -> browser.texts(ATTEMPTS).size() == names.size());
            assertThat(shownNames("#group-rows")).containsExactlyInAnyOrderElementsOf(names);
            assertThat(shownNames("#attempt-rows")).containsExactlyInAnyOrderElementsOf(names);
            for (int row = 1; row <= names.size(); row++) {
                browser.run("document.querySelectorAll('#attempt-rows button')[arguments[0]].click()", row - 1);
            }
            await().until(() -> browser.texts("#attempt-rows pre").size() == names.size());
            assertThat(browser.texts("#attempt-rows pre"))
                    .anyMatch(json -> json.contains("\\u202etxet desrever\\u202d@\\u2067Group"))
                    .noneMatch(json -> json.contains("\u202E"));
            assertThat(browser.run("return window.hacked === undefined && document.images.length === 0"))
                    .isEqualTo(true);
            assertThat(width()).isLessThanOrEqualTo(1280);
            nothingWasComplainedOf(program);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> shownNames(String table) {
        return (List<String>) browser.run(
                "return [...document.querySelectorAll(arguments[0] + ' tbody th > bdi')].map(e => e.textContent)",
                table);
    }

    @Test
    void everythingCanBeDoneWithTheKeyboard() throws Exception {
        try (Receiver receiver = Receiver.start();
                Program program = program(60)
                        .sendingTo(receiver.uri("/"))
                        .with("campaigngroup-states-interval", "0")
                        .start()) {
            program.lifecycleInbox().process("a.json", Configured.event("started", 7));
            open(program);
            await().until(() -> browser.texts(ATTEMPTS).size() == 1);

            browser.press(Keys.TAB);
            assertThat(focused()).isEqualTo("Skip to the campaign groups");
            browser.press(Keys.ENTER);
            browser.press(Keys.TAB);
            assertThat(browser.run("return document.activeElement.id")).isEqualTo("search");
            assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");
            browser.press("Campaign7@");
            shows("#groups-found", "1 of 60 campaign groups");
            browser.press(Keys.BACK_SPACE.toString().repeat("Campaign7@".length()));
            shows("#page-of", "Page 1 of 3");

            tabTo("next");
            browser.press(Keys.ENTER);
            shows("#page-of", "Page 2 of 3");
            assertThat(browser.run("return document.activeElement.id")).isEqualTo("next");

            tabTo("attempts-show");
            browser.press(Keys.TAB, Keys.TAB);
            assertThat(focused()).isEqualTo("Show");
            browser.press(Keys.ENTER);
            await().until(() -> browser.text("#attempt-rows pre").contains("GSW_USER_EVENT"));
            shows("#attempts-state", "Held while you read");
            nothingWasComplainedOf(program);
        }
    }

    private static Object focused() {
        return browser.run("return document.activeElement.textContent");
    }

    /** Goes on with the tabulator until the element is reached, or once around the page. */
    private static void tabTo(String id) {
        for (int i = 0; i < 40 && !id.equals(browser.run("return document.activeElement.id")); i++) {
            browser.press(Keys.TAB);
        }
        assertThat(browser.run("return document.activeElement.id")).isEqualTo(id);
    }

    @Test
    void whoeverReadsAnAttemptIsNotDisturbed() throws Exception {
        try (Receiver receiver = Receiver.start();
                Program program = program(1)
                        .sendingTo(receiver.uri("/"))
                        .with("campaigngroup-states-interval", "0")
                        .start()) {
            program.lifecycleInbox().process("a.json", Configured.event("loaded", 1));
            open(program);
            await().until(() -> browser.texts(ATTEMPTS).size() == 1);
            browser.click("#hold");
            program.lifecycleInbox().process("b.jsonl", (Configured.event("stopped", 1) + "\n").repeat(3));
            shows("#attempts-state", "Held while you read: 3 newer");
            assertThat(browser.texts(ATTEMPTS)).hasSize(1);

            browser.click("#hold");
            await().until(() -> browser.texts(ATTEMPTS).size() == 4);
            nothingWasComplainedOf(program);
        }
    }

    @Test
    void aProgramThatIsGoneIsMissedAndFoundAgain() throws Exception {
        Program program = program(1).start();
        open(program);
        shows("#live", "Live");
        program.close();
        await().until(() -> browser.text("#live").startsWith("No answer from the program. What you see is from "));
        try (Program again = program.start()) {
            shows("#live", "Live");
            assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("ERR_"));
            onlyThePageWasAskedFor(again);
        }
    }

    @Test
    void itIsReadableInTheDarkAndOnAPhone() throws Exception {
        try (LogCapture log = LogCapture.start();
                Receiver receiver = Receiver.start();
                Program program = Program.in(folder)
                        .sendingTo(receiver.uri("/states"))
                        .with("campaigngroup-states-interval", "2")
                        .configuredBy(Files.readString(Path.of("samples/configuration.json")))
                        .start()) {
            playADay(program, receiver);
            browser.open(uri(program), 1280, 1240, false);
            shows("#live", "Live");
            await().until(() ->
                    browser.texts("#attempt-rows .outcome[data-state=bad]").size() > 0);
            assertThat(log.notifications(Level.WARN, "answer 503")).isNotEmpty();
            assertThat(brightness("body")).isGreaterThan(200);
            picture("page-light.png");

            browser.open(uri(program), 1280, 1240, true);
            shows("#live", "Live");
            assertThat(brightness("body")).isLessThan(60);
            picture("page-dark.png");

            browser.open(uri(program), 360, 1500, false);
            shows("#live", "Live");
            await().until(() -> browser.texts(GROUPS).size() > 1);
            assertThat(width()).isEqualTo(360);
            assertThat(browser.run("return getComputedStyle(document.querySelector('#group-rows td')).display"))
                    .isEqualTo("grid");
            picture("page-narrow.png");
            nothingWasComplainedOf(program);
        }
    }

    /** Something of everything: groups that dial, wait and rest, statistics that move, and a receiver in trouble. */
    private static void playADay(Program program, Receiver receiver) {
        program.lifecycleInbox().process("a.jsonl", """
                {"event": "loaded", "campaignGroup": 124, "actor": 1}
                {"event": "started", "campaignGroup": 124, "actor": 1, "dialMode": "Predict"}
                {"event": "loaded", "campaignGroup": 125, "actor": 2}
                {"event": "started", "campaignGroup": 125, "actor": 2, "dialMode": "Progress"}
                {"event": "started", "campaignGroup": 126, "actor": 1}
                {"event": "stopped", "campaignGroup": 126, "actor": 3}
                {"event": "loaded", "campaignGroup": 127, "actor": 2}
                """);
        statistics(program, 1);
        await().until(() -> receiver.requests().size() >= 12);
        if (PICTURES) {
            fillTheCharts(program);
        }
        int before = receiver.requests().size();
        receiver.answering(Answer.status(503));
        await().until(() -> receiver.requests().size() >= before + 3);
        receiver.answering(Answer.status(200));
        statistics(program, 16);
    }

    /** Charts have a value each five seconds. */
    private static void fillTheCharts(Program program) {
        browser.open(uri(program), 1280, 1240, false);
        for (int i = 2; i < 16; i++) {
            int values = i;
            statistics(program, 100 + i);
            await().until(() -> (Long) browser.run("return [...(document.querySelector('#group-rows .line')"
                            + "?.getAttribute('d') ?? '').matchAll(/[ML]/g)].length")
                    >= values);
        }
    }

    private static void statistics(Program program, int number) {
        for (int dbid : List.of(124, 125, 126)) {
            program.statisticsInbox().process("s" + dbid + "-" + number + ".json", """
                    {"campaignGroup": %d, "time": "%s", "values":
                     {"busyFactor": %s, "hitRatio": %s, "overdialRate": %s, "timeToComplete": %d}}""".formatted(
                            dbid,
                            Instant.now(),
                            0.78 + 0.09 * Math.sin(number * 0.7 + dbid),
                            0.3 + 0.05 * Math.sin(number * 0.4 + 2 * dbid),
                            0.02 + 0.012 * Math.sin(number * 0.9 + 3 * dbid),
                            5_400 - number % 100 * 170));
        }
    }

    private static void picture(String name) {
        if (PICTURES) {
            browser.picture(Path.of("docs", name));
        }
    }

    private static double brightness(String css) {
        String color = (String)
                browser.run("return getComputedStyle(document.querySelector(arguments[0])).backgroundColor", css);
        return List.of(color.replaceAll("[^0-9,]", "").split(",")).stream()
                .limit(3)
                .mapToInt(Integer::parseInt)
                .average()
                .orElseThrow();
    }

    private static long width() {
        return (Long) browser.run("return document.scrollingElement.scrollWidth");
    }

    private void open(Program program) {
        browser.open(uri(program), 1280, 900, false);
        shows("#live", "Live");
    }

    private static void shows(String css, String... oneOf) {
        await().untilAsserted(() ->
                assertThat(List.of(oneOf)).anyMatch(words -> browser.text(css).contains(words)));
    }

    private static void nothingWasComplainedOf(Program program) {
        assertThat(browser.complaints()).isEmpty();
        onlyThePageWasAskedFor(program);
    }

    private static void onlyThePageWasAskedFor(Program program) {
        assertThat(browser.requests()).isNotEmpty().allMatch(address -> address.startsWith(uri(program)));
    }

    private static String uri(Program program) {
        return "http://127.0.0.1:" + program.setting("camel.management.port") + "/";
    }

    private Program program(int groups) {
        Configured configured = Configured.campaignGroups();
        IntStream.rangeClosed(1, groups).forEach(configured::with);
        return Program.in(folder).configuredBy(configured.json());
    }

    private static String configuration(List<String> names) {
        ObjectNode configuration = JSON.createObjectNode();
        ArrayNode groups = configuration.putArray("campaignGroups");
        for (int i = 0; i < names.size(); i++) {
            groups.addObject()
                    .put("dbid", i + 1)
                    .put("uuid", "0f8fad5b-d9cb-469f-a165-70867728950e")
                    .put("name", names.get(i))
                    .put("group", "Group")
                    .put("campaign", "Campaign");
        }
        try {
            return JSON.writeValueAsString(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
