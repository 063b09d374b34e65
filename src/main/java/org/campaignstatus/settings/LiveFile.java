package org.campaignstatus.settings;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
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

    /** A broken or empty file may be one that is still being written: it is left alone until it has stood this long. */
    private static final Duration WRITING = Duration.ofSeconds(1);

    /** Reads one version of the file. */
    public interface Reading<T> {
        T read(Path file) throws Exception;
    }

    private record Stamp(FileTime modified, long size, Object key) {

        static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), -1, null);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(is.lastModifiedTime(), is.size(), is.fileKey());
            } catch (IOException e) {
                return MISSING;
            }
        }
    }

    private record Version<T>(Stamp stamp, T value) {}

    /** A version that may be refused, and since when it has stood. */
    private record Doubtful(Stamp stamp, long since) {}

    private final Path file;
    private final Reading<T> reading;
    private final LongSupplier nanoTime;
    private volatile Version<T> good;
    private volatile long looked;
    private volatile String complaint;
    private volatile long accepted;
    private volatile long rejected;
    private Doubtful doubtful;
    private Stamp refused;

    /** @throws InvalidSettingException if the first version is not good; the message says why in one line */
    public LiveFile(Path file, Reading<T> reading) {
        this(file, reading, System::nanoTime);
    }

    LiveFile(Path file, Reading<T> reading, LongSupplier nanoTime) {
        this.file = file;
        this.reading = reading;
        this.nanoTime = nanoTime;
        try {
            this.good = new Version<>(Stamp.of(file), reading.read(file));
        } catch (Exception e) {
            throw new InvalidSettingException(complaint(e));
        }
        this.looked = nanoTime.getAsLong();
    }

    /** @return the newest good version */
    public T get() {
        if (!isWithin(LOOK, looked)) {
            look();
        }
        return good.value();
    }

    /** @return what is wrong with the version that stands there now, in one line; empty if it is in force */
    public Optional<String> refusal() {
        get();
        return Optional.ofNullable(complaint);
    }

    /** @return how many edits came into force */
    public long accepted() {
        return accepted;
    }

    /** @return how many edits were refused */
    public long rejected() {
        return rejected;
    }

    private synchronized void look() {
        Stamp now = Stamp.of(file);
        if (now.equals(good.stamp())) {
            doubtful = null;
            refused = null;
            complaint = null;
        } else if (!now.equals(refused)) {
            changed(now);
        }
        looked = nanoTime.getAsLong();
    }

    private void changed(Stamp now) {
        boolean seen = doubtful != null && doubtful.stamp().equals(now);
        if (seen && isWithin(WRITING, doubtful.since())) {
            return;
        }
        try {
            good = new Version<>(now, read(now, seen));
            refused = null;
            complaint = null;
            accepted++;
            LOG.info("{} has changed and is in force", file);
        } catch (Exception e) {
            if (seen) {
                refused = now;
                rejected++;
                complaint = complaint(e);
                LOG.error("An edit is refused, the last good version stays in force: {}", complaint);
            } else {
                doubtful = new Doubtful(now, nanoTime.getAsLong());
            }
        }
    }

    private T read(Stamp now, boolean evenEmpty) throws Exception {
        if (now.equals(Stamp.MISSING)) {
            throw new NoSuchFileException(file.toString());
        }
        if (now.size() == 0 && !evenEmpty) {
            throw new EOFException();
        }
        return reading.read(file);
    }

    private boolean isWithin(Duration time, long since) {
        return nanoTime.getAsLong() - since <= time.toNanos();
    }

    /** One line that begins with the file, unless the problem itself says where it is. */
    private String complaint(Exception e) {
        if (e instanceof InvalidSettingException) {
            return e.getMessage();
        }
        if (e instanceof NoSuchFileException) {
            return file + " is missing";
        }
        return file + ": " + (e instanceof CharacterCodingException ? "not UTF-8" : e.getMessage());
    }
}
