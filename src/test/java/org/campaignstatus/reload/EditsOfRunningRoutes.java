package org.campaignstatus.reload;

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

    final void awaitSaved(int times) {
        await().until(() -> lines("counts as it was saved").size() >= times);
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
