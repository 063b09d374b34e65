package org.campaignstatus.reload;

import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.ShippedRoutes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A program whose route files are edited while it runs. */
abstract class EditsOfRunningRoutes {

    static final String MARSHAL = "<marshal id=\"to-json\"><json library=\"Jackson\"/></marshal>";

    final Receiver receiver = Receiver.start();
    LogCapture log;

    @TempDir
    Path folder;

    Program program;

    private final int groups;

    /** @param groups how many campaign groups are configured, from 1 */
    EditsOfRunningRoutes(int groups) {
        this.groups = groups;
    }

    @BeforeEach
    final void copyTheRoutes() {
        ShippedRoutes.copyTo(folder.resolve("routes"));
        Configured configured = Configured.campaignGroups();
        IntStream.rangeClosed(1, groups).forEach(configured::with);
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("camel.main.routesIncludePattern", "file:" + folder + "/routes/*.xml")
                .configuredBy(configured.json());
        log = LogCapture.start();
    }

    @AfterEach
    final void stop() {
        program.close();
        receiver.close();
        log.close();
    }

    /** Saves as careful editors do: a file beside it, renamed. */
    final void save(String name, String text) throws IOException {
        Path file = folder.resolve("routes").resolve(name);
        Path beside = file.resolveSibling("." + name + ".tmp");
        Files.writeString(beside, text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    final void awaitApplied(int edits) {
        await().until(() -> applied().size() >= edits);
    }

    /** @return the lines about edits that were applied, other than deleted files */
    final List<LogCapture.Line> applied() {
        return lines("Live reload: ").stream()
                .filter(line -> line.message().endsWith(".xml applied"))
                .toList();
    }

    /** @return a shipped route that begins with another step, which does nothing */
    static String edited(String file, String by) throws IOException {
        String step = "<setProperty name=\"edit\"><constant>" + by + "</constant></setProperty>";
        return ShippedRoutes.text(file).replaceFirst("(?s)(<from uri=[^>]*/>)", "$1\n    " + step);
    }

    /** @return the route post with a header X-Site */
    static String postFor(String site) throws IOException {
        String step = "<setHeader name=\"X-Site\"><constant>" + site + "</constant></setHeader>";
        return ShippedRoutes.text("post.xml").replace(MARSHAL, MARSHAL + step);
    }

    /** @return the route notify with another step, in line 14 */
    static String notifyWith(String step) throws IOException {
        String from = "<from uri=\"direct:notify\"/>\n";
        long line = ShippedRoutes.text("notify.xml").split(from)[0].lines().count();
        String padding = "\n".repeat((int) (13 - line));
        return ShippedRoutes.text("notify.xml").replace(from, from + padding + "    " + step + "\n");
    }

    /** Hands in an event of campaign group 1 and returns the header X-Site of its notification. */
    final String siteOfNext(String event) {
        int before = receiver.requests().size();
        program.handInLifecycle(before + ".json", event(event, 1));
        await().until(() -> receiver.requests().size() > before);
        awaitDone(before + ".json");
        return receiver.requests().get(before).headers().get("x-site");
    }

    final void awaitDone(String file) {
        await().until(() -> Files.exists(folder.resolve("inbox/lifecycle/.done/" + file)));
    }

    final List<LogCapture.Line> lines(String text) {
        return log.lines().stream()
                .filter(line -> line.message().contains(text))
                .toList();
    }

    /** @return the lines of that level or a worse one */
    final List<LogCapture.Line> lines(Level level) {
        return log.lines().stream()
                .filter(line -> line.level().isMoreSpecificThan(level))
                .toList();
    }
}
