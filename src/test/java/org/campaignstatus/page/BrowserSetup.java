package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.campaignstatus.harness.Browser;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A Chromium, and what tests read from the page that it shows. */
@Tag("browser")
abstract class BrowserSetup {

    static final String HEADLINE = "#headline-text";
    static final String GROUPS = "#group-rows tbody tr";
    static final String ATTEMPTS = "#attempt-rows tbody tr";
    static Browser browser;

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

    static long width() {
        return (Long) browser.run("return document.scrollingElement.scrollWidth");
    }

    void open(Program program) {
        browser.open(uri(program), 1280, 900, false);
        shows("#live", "Live");
    }

    static void shows(String css, String... oneOf) {
        await().untilAsserted(() ->
                assertThat(List.of(oneOf)).anyMatch(words -> browser.text(css).contains(words)));
    }

    static void nothingWasComplainedOf(Program program) {
        assertThat(browser.complaints()).isEmpty();
        onlyThePageWasAskedFor(program);
    }

    static void onlyThePageWasAskedFor(Program program) {
        assertThat(browser.requests()).isNotEmpty().allMatch(address -> address.startsWith(uri(program)));
    }

    static String uri(Program program) {
        return "http://127.0.0.1:" + program.setting("camel.management.port") + "/";
    }

    Program program(int groups) {
        Configured configured = Configured.campaignGroups();
        IntStream.rangeClosed(1, groups).forEach(configured::with);
        return Program.in(folder).configuredBy(configured.json());
    }
}
