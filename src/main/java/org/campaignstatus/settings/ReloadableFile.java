package org.campaignstatus.settings;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.campaignstatus.util.FileVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest valid version of a file. Each use checks whether the file has changed. A file that was renamed into place is
 * complete, and applied at once. One that is written in place may be half written and still valid: it is applied after a
 * quiet period. A version that lacks something that the one before had is applied after a longer period. An invalid version
 * is rejected with one ERROR line, and the last valid one stays in force. Thread-safe.
 *
 * @param <T> the content; immutable
 */
public final class ReloadableFile<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadableFile.class);

    /** A look at the file costs a system call. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    static final Duration QUIET_PERIOD = Duration.ofSeconds(3);

    static final Duration REMOVAL_PERIOD = Duration.ofSeconds(10);

    /** Whether a version is valid may depend on other files, which may be mended. */
    static final Duration RETRY_INTERVAL = Duration.ofMinutes(1);

    private static final FileVersion MISSING = new FileVersion("", -1, FileTime.fromMillis(0));

    /** Reads one version of the file. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(Path file) throws Exception;

        /** @return the names of what the version in force has and the next one lacks */
        default List<String> removed(T inForce, T next) {
            return List.of();
        }

        /** Called before a version takes the place of the one in force. */
        default void applied(T before, T now) {}
    }

    private record Version<T>(FileVersion stamp, T value) {}

    /** A version that is not applied yet. */
    private static final class Pending<T> {
        private final FileVersion stamp;
        private final long since;
        private T value;

        Pending(FileVersion stamp, long since) {
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
    private FileVersion lastRejected;
    private long tried;

    /** @throws InvalidSettingException if the first version is invalid; the message says why in one line */
    public ReloadableFile(Path file, Reading<T> reading) {
        this(file, reading, System::nanoTime, InstantSource.system());
    }

    ReloadableFile(Path file, Reading<T> reading, LongSupplier nanoTime, InstantSource clock) {
        this.file = file;
        this.reading = reading;
        this.nanoTime = nanoTime;
        this.clock = clock;
        try {
            this.good = new Version<>(stamp(), reading.read(file));
        } catch (Exception e) {
            throw new InvalidSettingException(complaint(e));
        }
        this.looked = nanoTime.getAsLong();
    }

    public T get() {
        if (!isWithin(POLL_INTERVAL, looked)) {
            look();
        }
        return good.value();
    }

    /** @return why the present version of the file is invalid, in one line; empty if it is in force */
    public Optional<String> rejection() {
        get();
        return Optional.ofNullable(complaint);
    }

    /** @return how many edits were applied */
    public long accepted() {
        return accepted;
    }

    public long rejected() {
        return rejected;
    }

    private synchronized void look() {
        FileVersion now = stamp();
        if (now.equals(good.stamp())) {
            pending = null;
            lastRejected = null;
            complaint = null;
        } else if (!now.equals(lastRejected) || !isWithin(RETRY_INTERVAL, tried)) {
            changed(now);
        }
        looked = nanoTime.getAsLong();
    }

    private FileVersion stamp() {
        try {
            return FileVersion.of(file);
        } catch (IOException e) {
            return MISSING;
        }
    }

    private void changed(FileVersion now) {
        boolean first = pending == null || !pending.stamp.equals(now);
        if (first) {
            pending = new Pending<>(now, nanoTime.getAsLong());
        }
        boolean quiet = !isWithin(QUIET_PERIOD, pending.since) || wasQuietBefore(now);
        if (!quiet && !(first && !now.isSameFile(good.stamp()))) {
            return;
        }
        try {
            if (pending.value == null) {
                T value = read(now, quiet);
                if (!stamp().equals(now)) {
                    return;
                }
                warnOfRemoval(value);
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
    private boolean wasQuietBefore(FileVersion now) {
        return now.size() > 0 && now.modified().toInstant().plus(QUIET_PERIOD).isBefore(clock.instant());
    }

    private void warnOfRemoval(T value) {
        List<String> removed = reading.removed(good.value(), value);
        if (!removed.isEmpty()) {
            LOG.warn(
                    "{} no longer has {}: the edit applies once it has stood for {} seconds",
                    file,
                    String.join(", ", removed),
                    REMOVAL_PERIOD.toSeconds());
        }
    }

    private void applyUnlessSomethingIsRemoved(FileVersion now) {
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

    private void reject(FileVersion now, Exception e) {
        String reason = complaint(e);
        boolean known = now.equals(lastRejected) && reason.equals(complaint);
        lastRejected = now;
        tried = nanoTime.getAsLong();
        complaint = reason;
        if (!known) {
            rejected++;
            LOG.error("An edit is rejected, the last good version stays in force: {}", reason);
        }
    }

    private T read(FileVersion now, boolean evenEmpty) throws Exception {
        if (now.equals(MISSING)) {
            // throws whether it is missing or not accessible
            FileVersion.of(file);
        }
        if (now.size() == 0 && !evenEmpty) {
            throw new EOFException();
        }
        return reading.read(file);
    }

    private boolean isWithin(Duration time, long since) {
        return nanoTime.getAsLong() - since <= time.toNanos();
    }

    private String complaint(Exception e) {
        return e instanceof InvalidSettingException ? e.getMessage() : FileProblem.of(file, e);
    }
}
