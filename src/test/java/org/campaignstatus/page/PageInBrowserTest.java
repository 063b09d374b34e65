package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.Test;

/** The page shows what happens in the program. */
final class PageInBrowserTest extends BrowserSetup {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void changesAreShownWithoutReloading() throws Exception {
        try (Receiver receiver = Receiver.start();
                Program program = program(3).sendingTo(receiver.uri("/states")).start()) {
            open(program);
            shows("#attempts-empty", "No notification yet. To see one, drop a file with lifecycle events into");
            shows("#failures-empty", "Every notification since the program started, ");
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
    void aFailureIsShownAndThatTheReceiverIsBack() throws Exception {
        try (LogCapture log = LogCapture.start();
                Receiver receiver = Receiver.start().answering(Answer.status(503));
                Program program = program(1)
                        .sendingTo(receiver.uri("/states"))
                        .with("campaigngroup-states-interval", "1")
                        .start()) {
            open(program);
            program.handInLifecycle("a.json", Configured.event("loaded", 1));
            await().until(() -> browser.text(HEADLINE).contains("Nothing is delivered to " + receiver.uri("/states")));
            await().until(() -> browser.text("#failures tbody tr").contains("nothing delivered"));
            assertThat(browser.text("#failures tbody tr")).contains(receiver.uri("/states"), "answer 503");
            assertThat(browser.text(ATTEMPTS)).contains("failed", "answer 503");

            receiver.answering(Answer.status(200));
            await().until(() -> browser.text("#failures tbody tr").contains("delivers again"));
            await().until(() -> browser.text(ATTEMPTS).contains("delivered"));
            assertThat(log.notifications(Level.WARN, "answer 503")).isNotEmpty();
            browser.run("const s = document.querySelector('#attempts-show'); s.value = 'failed';"
                    + " s.dispatchEvent(new Event('input', {bubbles: true}))");
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
                browser.run(
                        "document.querySelectorAll('#attempt-rows button[aria-expanded]')[arguments[0]].click()",
                        row - 1);
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
                "return [...document.querySelectorAll(arguments[0] + ' tbody th a > bdi')].map(e => e.textContent)",
                table);
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
            // while a program starts, its server is there before the page is
            assertThat(browser.complaints()).allMatch(complaint -> complaint.matches(".*/api/status.*(ERR_|404).*"));
            onlyThePageWasAskedFor(again);
        }
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
