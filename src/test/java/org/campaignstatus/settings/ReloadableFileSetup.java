package org.campaignstatus.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A file that holds a number, and time that passes only when a test says so. */
abstract class ReloadableFileSetup {

    /** A wall clock that says nothing about how long a file has been quiet. */
    static final InstantSource LONG_AGO = InstantSource.fixed(Instant.EPOCH);

    @TempDir
    Path folder;

    LogCapture log;
    Path file;
    ReloadableFile<Integer> live;
    long now;
    int read;

    @BeforeEach
    void oneGoodVersion() throws IOException {
        log = LogCapture.start();
        file = folder.resolve("number");
        write("1");
        live = new ReloadableFile<>(file, this::number, () -> now, LONG_AGO);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    List<String> errors() {
        return logged(Level.ERROR);
    }

    List<String> warnings() {
        return logged(Level.WARN);
    }

    List<String> logged(Level level) {
        return log.lines().stream()
                .filter(line -> line.level() == level)
                .map(LogCapture.Line::message)
                .toList();
    }

    Integer number(Path path) throws IOException {
        read++;
        return Integer.valueOf(Files.readString(path));
    }

    void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    void replace(String text) throws IOException {
        Path other = Files.writeString(folder.resolve("new"), text);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void link(String target) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(target));
        Files.move(link, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    Integer afterALook() {
        now += Duration.ofMillis(6).toNanos();
        return live.get();
    }

    /** Lets pass the time after which a file counts as written. */
    void stand() {
        now += ReloadableFile.QUIET_PERIOD.plusMillis(1).toNanos();
    }

    void almostStand() {
        now += ReloadableFile.QUIET_PERIOD.minusMillis(10).toNanos();
    }
}
