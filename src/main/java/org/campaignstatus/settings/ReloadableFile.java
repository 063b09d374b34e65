package org.campaignstatus.settings;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest good version of a file. Each use looks whether the file has changed. A file that was renamed into place is
 * whole, and applies at once. One that is written in place may be half written, and half a file can be a good one: it
 * applies once it has not changed for a quiet period. A version that lacks something that the one before had applies only
 * after it has stood for longer. A version that cannot be read is rejected with one ERROR line, and the last good one stays
 * in force. Thread-safe.
 *
 * @param <T> what the file means; immutable
 */
public final class ReloadableFile<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadableFile.class);

    /** A look at the file costs a system call; between two of them within this time the file counts as unchanged. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    /** A file that is written in place is left alone until it has not changed for this long. */
    static final Duration QUIET_PERIOD = Duration.ofSeconds(3);

    /** A version that lacks something is left alone for this long: it may be the half of one. */
    static final Duration REMOVAL_PERIOD = Duration.ofSeconds(10);

    /** Reads one version of the file. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(Path file) throws Exception;

        /** @return the names of what the version in force has and the next one lacks */
        default List<String> removed(T inForce, T next) {
            return List.of();
        }

        /** Takes note that a version takes the place of the one in force. */
        default void applied(T before, T now) {
            // most readings have no use for it
        }
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

        /** Another inode under the same name: the file was renamed into place, or a link leads elsewhere now. */
        boolean isAnotherFileThan(Stamp before) {
            return key != null && before.key != null && !key.equals(before.key);
        }
    }

    private record Version<T>(Stamp stamp, T value) {}

    /** A version that does not apply yet, and since when it has stood. */
    private static final class Pending<T> {
        private final Stamp stamp;
        private final long since;
        private T value;

        Pending(Stamp stamp, long since) {
            this.stamp = stamp;
            this.since = since;
        }
    }

    private final Path file;
    private final Reading<T> reading;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private volatile Version<T> good;
    private volatile long looked;
    private volatile String complaint;
    private volatile long accepted;
    private volatile long rejected;
    private Pending<T> pending;
    private Stamp lastRejected;

    /** @throws InvalidSettingException if the first version is not good; the message says why in one line */
    public ReloadableFile(Path file, Reading<T> reading) {
        this(file, reading, System::nanoTime, InstantSource.system());
    }

    ReloadableFile(Path file, Reading<T> reading, LongSupplier nanoTime, InstantSource clock) {
        this.file = file;
        this.reading = reading;
        this.nanoTime = nanoTime;
        this.clock = clock;
        try {
            this.good = new Version<>(Stamp.of(file), reading.read(file));
        } catch (Exception e) {
            throw new InvalidSettingException(complaint(e));
        }
        this.looked = nanoTime.getAsLong();
    }

    /** @return the newest good version */
    public T get() {
        if (!isWithin(POLL_INTERVAL, looked)) {
            look();
        }
        return good.value();
    }

    /** @return what is wrong with the version that stands there now, in one line; empty if it is in force */
    public Optional<String> rejection() {
        get();
        return Optional.ofNullable(complaint);
    }

    /** @return how many edits came into force */
    public long accepted() {
        return accepted;
    }

    /** @return how many edits were rejected */
    public long rejected() {
        return rejected;
    }

    private synchronized void look() {
        Stamp now = Stamp.of(file);
        if (now.equals(good.stamp())) {
            pending = null;
            lastRejected = null;
            complaint = null;
        } else if (!now.equals(lastRejected)) {
            changed(now);
        }
        looked = nanoTime.getAsLong();
    }

    private void changed(Stamp now) {
        boolean first = pending == null || !pending.stamp.equals(now);
        if (first) {
            pending = new Pending<>(now, nanoTime.getAsLong());
        }
        boolean quiet = !isWithin(QUIET_PERIOD, pending.since) || wasQuietBefore(now);
        if (!quiet && !(first && now.isAnotherFileThan(good.stamp()))) {
            return;
        }
        try {
            if (pending.value == null) {
                T value = read(now, quiet);
                if (!Stamp.of(file).equals(now)) {
                    return;
                }
                tellOfRemoval(value);
                pending.value = value;
            }
            applyUnlessSomethingIsRemoved(now);
        } catch (Exception e) {
            if (quiet) {
                reject(now, e);
            }
        }
    }

    /** The wall clock only ever shortens the wait, for a file that nobody looked at while it was quiet. */
    private boolean wasQuietBefore(Stamp now) {
        return now.size() > 0 && now.modified().toInstant().plus(QUIET_PERIOD).isBefore(clock.instant());
    }

    private void tellOfRemoval(T value) {
        List<String> removed = reading.removed(good.value(), value);
        if (!removed.isEmpty()) {
            LOG.warn(
                    "{} no longer has {}: the edit applies once it has stood for {} seconds",
                    file,
                    String.join(", ", removed),
                    REMOVAL_PERIOD.toSeconds());
        }
    }

    private void applyUnlessSomethingIsRemoved(Stamp now) {
        T value = pending.value;
        if (isWithin(REMOVAL_PERIOD, pending.since)
                && !reading.removed(good.value(), value).isEmpty()) {
            return;
        }
        reading.applied(good.value(), value);
        good = new Version<>(now, value);
        pending = null;
        lastRejected = null;
        complaint = null;
        accepted++;
        LOG.info("{} has changed and is in force", file);
    }

    private void reject(Stamp now, Exception e) {
        lastRejected = now;
        rejected++;
        complaint = complaint(e);
        LOG.error("An edit is rejected, the last good version stays in force: {}", complaint);
    }

    private T read(Stamp now, boolean evenEmpty) throws Exception {
        if (now.equals(Stamp.MISSING)) {
            // says whether it is missing or somebody may not see it
            Files.readAttributes(file, BasicFileAttributes.class);
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
        return e instanceof InvalidSettingException ? e.getMessage() : FileProblem.of(file, e);
    }
}
