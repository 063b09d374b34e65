package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page with the keyboard, in the dark and on a phone. */
final class PageUsabilityTest extends BrowserSetup {

    /** Say {@code -Dpage.pictures} to have the pictures in docs/ made anew. */
    private static final boolean PICTURES = System.getProperty("page.pictures") != null;

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
            tabTo("search");
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

            tabTo("hold");
            // the campaign group's name leads to its own view
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
                    .isEqualTo("block");
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
}
