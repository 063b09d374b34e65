package org.campaignstatus.inbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.spi.IdempotentRepository;
import org.campaignstatus.util.FileVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a file of an inbox be taken once it is stable, and those behind it in the order of names not before it. Camel's own
 * read lock {@code changed} waits for each file, which thousands of small ones cannot afford.
 *
 * <p>A file is stable if its size, modification time and inode stay the same for a quiet period; its time alone says little,
 * because the clock that made it, or this machine's, may be wrong. And it has to be in two listings of the folder: a listing
 * may show a file that came while it was made and lack one that came before.
 *
 * <p>A file of {@link InboxWriter} was complete when it came, so it only has to be in two listings.
 *
 * <p>It also skips a file that another thread has moved since the listing, quarantines what is no regular file, and renames
 * a file whose name is unsafe. One instance belongs to one inbox, which one thread polls.
 */
public final class StableFileReadLock implements GenericFileExclusiveReadLockStrategy<File> {

    private static final Logger LOG = LoggerFactory.getLogger(StableFileReadLock.class);

    static final Duration QUIET_PERIOD = Duration.ofMillis(500);

    /** A file that is still being written after this time keeps those behind it waiting for too long. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final Duration quietPeriod;
    private final InboxBackoff backoff;
    private IdempotentRepository inProgress;

    /** Whether a file of this listing has to wait, and so all behind it. */
    private boolean waiting;

    /** The first file of this listing that is not stable, and that of the listings before; null for none. */
    private File unstable;

    private File keepsChanging;
    private long since;
    private long listed;

    /** The files of the previous listing and of this one, as far as it was gone through, that were not taken. */
    private Map<File, Observation> before = Map.of();

    private Map<File, Observation> seen = new HashMap<>();

    /** @param since when the version was seen first, in nanoseconds */
    private record Observation(FileVersion version, long since) {}

    public StableFileReadLock(InboxBackoff backoff) {
        this(System::nanoTime, QUIET_PERIOD, backoff);
    }

    public StableFileReadLock(LongSupplier nanoTime, Duration quietPeriod, InboxBackoff backoff) {
        this.nanoTime = nanoTime;
        this.quietPeriod = quietPeriod;
        this.backoff = backoff;
    }

    @Override
    public boolean acquireExclusiveReadLock(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        if (exchange.getProperty(Exchange.BATCH_INDEX, 0, int.class) == 0) {
            noteUnstable();
            waiting = false;
            before = seen;
            seen = new HashMap<>();
        }
        boolean taken = isTaken(file.getFile());
        if (!taken) {
            // Camel itself would leave out a name with a backslash, and never see that name again
            inProgress.remove(file.getFile().getAbsolutePath());
        }
        return taken;
    }

    /** Called at the end of a listing. */
    private void noteUnstable() {
        long now = nanoTime.getAsLong();
        if (unstable == null || !unstable.equals(keepsChanging) || now - listed > MAX_WAIT.toNanos()) {
            keepsChanging = unstable;
            since = now;
        }
        boolean tooLong = keepsChanging != null && now - since > MAX_WAIT.toNanos();
        backoff.keepsChanging(tooLong ? keepsChanging.toPath() : null);
        unstable = null;
        listed = now;
    }

    private boolean isTaken(File file) {
        try {
            BasicFileAttributes is =
                    Files.readAttributes(file.toPath(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean stable = isStable(file, FileVersion.of(is));
            unstable = stable || unstable != null ? unstable : file;
            waiting |= !stable || backoff.isActive();
            boolean taken = !waiting && isTaken(file.toPath(), is);
            if (taken) {
                seen.remove(file);
            }
            return taken;
        } catch (IOException e) {
            LOG.debug("{} is skipped", file, e);
            return false;
        } catch (InvalidPathException e) {
            // a name in another encoding than the machine's
            return false;
        }
    }

    /** Called also for files behind one that has to wait: the quiet period of each begins with its first listing. */
    private boolean isStable(File file, FileVersion version) {
        Observation last = before.get(file);
        boolean unchanged = last != null && last.version().equals(version);
        seen.put(file, unchanged ? last : new Observation(version, nanoTime.getAsLong()));
        return unchanged
                && (InboxWriter.hasWritten(file.toPath())
                        || nanoTime.getAsLong() - last.since() >= quietPeriod.toNanos());
    }

    private boolean isTaken(Path file, BasicFileAttributes is) throws IOException {
        if (!is.isRegularFile()) {
            RejectedRecords.quarantineUnread(file, is);
            return false;
        }
        String name = SafeFileName.of(file.getFileName().toString());
        if (!file.endsWith(name)) {
            // those behind it wait until it is listed under its new name
            waiting = true;
            Files.move(file, free(file.resolveSibling(name)));
            return false;
        }
        return true;
    }

    static Path free(Path wanted) {
        String name = wanted.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Path free = wanted;
        for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
            free = wanted.resolveSibling(name.substring(0, dot) + "-" + i + name.substring(dot));
        }
        return free;
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {
        inProgress = endpoint.getInProgressRepository();
        if (endpoint instanceof FileEndpoint files) {
            // a copy in the archive would be another file, and the one that stays would be taken again as a new one
            files.setCopyAndDeleteOnRenameFail(false);
        }
    }

    @Override
    public void releaseExclusiveReadLockOnAbort(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {}

    @Override
    public void releaseExclusiveReadLockOnRollback(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {}

    /** Called after the file was moved. */
    @Override
    public void releaseExclusiveReadLockOnCommit(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) throws IOException {
        InboxFile moved = exchange.getProperty("file", InboxFile.class);
        if (moved != null) {
            moved.moved();
        }
    }

    @Override
    public void setTimeout(long timeout) {}

    @Override
    public void setCheckInterval(long checkInterval) {}

    @Override
    public void setReadLockLoggingLevel(org.apache.camel.LoggingLevel readLockLoggingLevel) {}

    @Override
    public void setMarkerFiler(boolean markerFile) {}

    @Override
    public void setDeleteOrphanLockFiles(boolean deleteOrphanLockFiles) {}
}
