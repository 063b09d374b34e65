package org.campaignstatus.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file says now. Every use looks whether the file has changed and reads it again if so, because an edit has to
 * count from the next message on. A version that cannot be read is refused with one ERROR line, and the last good one
 * stays in force. Thread-safe.
 *
 * @param <T> what the file means; immutable
 */
public final class LiveFile<T> {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFile.class);

    /** A look at the file costs a system call; between two of them within this time the file counts as unchanged. */
    private static final Duration LOOK = Duration.ofMillis(5);

    /** A broken file that was changed this lately may be one that is still being written: it is not refused yet. */
    private static final Duration WRITING = Duration.ofSeconds(1);

    /** Reads one version of the file. */
    public interface Reading<T> {
        T read(Path file) throws Exception;
    }

    private record Stamp(FileTime modified, long size, Object key) {}

    private record Version<T>(Stamp stamp, T value) {}

    private final Path file;
    private final Reading<T> reading;
    private volatile Version<T> good;
    private volatile long looked;
    private Stamp refused;

    /**
     * @throws Exception what the reading throws: the first version has to be good
     */
    public LiveFile(Path file, Reading<T> reading) throws Exception {
        this.file = file;
        this.reading = reading;
        this.good = new Version<>(stamp(), reading.read(file));
        this.looked = System.nanoTime();
    }

    /** @return the newest good version */
    public T get() {
        if (System.nanoTime() - looked > LOOK.toNanos()) {
            look();
        }
        return good.value();
    }

    private synchronized void look() {
        Stamp now = stamp();
        if (!now.equals(good.stamp()) && !now.equals(refused)) {
            read(now);
        } else if (now.equals(good.stamp())) {
            refused = null;
        }
        looked = System.nanoTime();
    }

    private void read(Stamp now) {
        try {
            good = new Version<>(now, reading.read(file));
            refused = null;
            LOG.info("{} has changed and is in force", file);
        } catch (Exception e) {
            if (System.currentTimeMillis() - now.modified().toMillis() > WRITING.toMillis()) {
                refused = now;
                LOG.error("{} is refused, the last good version stays in force: {}", file, message(e));
            }
        }
    }

    private Stamp stamp() {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(is.lastModifiedTime(), is.size(), is.fileKey());
        } catch (IOException e) {
            return new Stamp(FileTime.fromMillis(0), -1, null);
        }
    }

    private static String message(Exception e) {
        return e instanceof NoSuchFileException ? "the file is missing" : e.getMessage();
    }
}
