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
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.spi.IdempotentRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a file of an inbox be taken once nobody has written to it for a while, and those behind it in the order of names
 * not before it. Camel's own way to do that waits for each file, which thousands of small ones cannot afford.
 *
 * <p>A file counts as written to when its size, its modification time or the file itself is another one than before: its
 * time alone says little, because the clock that made it, or this machine's, may be wrong. And it has to be there in two
 * lists of the folder: a list may show a file that came while it was made and lack one that came before.
 *
 * <p>It also passes over a file that is gone: files are moved by other threads than the one that lists them, so a list may
 * name one that has been worked through since. What is no file, a link for example, is quarantined, and a file whose name is
 * none to be used is given one that is. One instance belongs to one inbox, which one thread polls.
 */
public final class StableFileReadLock implements GenericFileExclusiveReadLockStrategy<File> {

    private static final Logger LOG = LoggerFactory.getLogger(StableFileReadLock.class);

    private static final Duration QUIET = Duration.ofMillis(500);

    private final LongSupplier nanoTime;
    private final Duration quiet;
    private final InboxBackoff trouble;
    private IdempotentRepository inProgress;
    private boolean waiting;

    /** The files of the list before this one, and of this one as far as it was gone through, that were not taken. */
    private Map<File, Look> before = Map.of();

    private Map<File, Look> seen = new HashMap<>();

    /**
     * What was seen of a file.
     *
     * @param since when it was seen like that first, in nanoseconds
     */
    private record Look(FileVersion version, long since) {}

    /** @param trouble what knows whether files that were worked through can be archived */
    public StableFileReadLock(InboxBackoff trouble) {
        this(QUIET, trouble);
    }

    /** @param quiet for how long nobody may have written to a file */
    public StableFileReadLock(Duration quiet, InboxBackoff trouble) {
        this(System::nanoTime, quiet, trouble);
    }

    /** @param nanoTime a clock that nobody puts forward or back */
    StableFileReadLock(LongSupplier nanoTime, InboxBackoff trouble) {
        this(nanoTime, QUIET, trouble);
    }

    private StableFileReadLock(LongSupplier nanoTime, Duration quiet, InboxBackoff trouble) {
        this.nanoTime = nanoTime;
        this.quiet = quiet;
        this.trouble = trouble;
    }

    @Override
    public boolean acquireExclusiveReadLock(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        if (exchange.getProperty(Exchange.BATCH_INDEX, 0, int.class) == 0) {
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

    private boolean isTaken(File file) {
        try {
            BasicFileAttributes is =
                    Files.readAttributes(file.toPath(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            waiting |= !isSettled(file, FileVersion.of(is)) || trouble.isRecent();
            boolean taken = !waiting && isTaken(file.toPath(), is);
            if (taken) {
                seen.remove(file);
            }
            return taken;
        } catch (IOException e) {
            LOG.debug("{} is passed over", file, e);
            return false;
        } catch (InvalidPathException e) {
            // a name in another encoding than the machine's, which Java cannot say
            return false;
        }
    }

    /** Looks at each file of a list, also behind one that has to wait: the time of each begins with the first look. */
    private boolean isSettled(File file, FileVersion version) {
        Look last = before.get(file);
        boolean unchanged = last != null && last.version().equals(version);
        seen.put(file, unchanged ? last : new Look(version, nanoTime.getAsLong()));
        return unchanged && nanoTime.getAsLong() - last.since() >= quiet.toNanos();
    }

    private boolean isTaken(Path file, BasicFileAttributes is) throws IOException {
        if (!is.isRegularFile()) {
            NonRegularFile.putAway(file, is);
            return false;
        }
        String name = SafeFileName.of(file.getFileName().toString());
        if (!file.endsWith(name)) {
            // it keeps its turn: those behind it wait until it comes again under its new name
            waiting = true;
            Files.move(file, free(file.resolveSibling(name)));
            return false;
        }
        return true;
    }

    /** @return a name in the same folder that no file has yet: the wanted one, or that with a number */
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
    }

    @Override
    public void releaseExclusiveReadLockOnAbort(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {}

    @Override
    public void releaseExclusiveReadLockOnRollback(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {}

    /** Comes after the file was moved. */
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
