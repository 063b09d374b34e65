package org.campaignstatus.inbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
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
 * <p>It also passes over a file that is gone: files are moved by other threads than the one that lists them, so a list may
 * name one that has been worked through since. What is no file, a link for example, is put away, and a file whose name is
 * none to be used is given one that is. One instance belongs to one inbox, which one thread polls.
 */
public final class SettledFiles implements GenericFileExclusiveReadLockStrategy<File> {

    private static final Logger LOG = LoggerFactory.getLogger(SettledFiles.class);

    private static final Duration QUIET = Duration.ofMillis(500);

    private final Clock clock;
    private final InboxTrouble trouble;
    private IdempotentRepository inProgress;
    private boolean waiting;

    public SettledFiles(Clock clock) {
        this(clock, new InboxTrouble());
    }

    /** @param trouble what knows whether files that were worked through can be put away */
    public SettledFiles(Clock clock, InboxTrouble trouble) {
        this.clock = clock;
        this.trouble = trouble;
    }

    @Override
    public boolean acquireExclusiveReadLock(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        if (exchange.getProperty(Exchange.BATCH_INDEX, 0, int.class) == 0) {
            waiting = false;
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
            return isTaken(file.toPath());
        } catch (IOException e) {
            LOG.debug("{} is passed over", file, e);
            return false;
        } catch (InvalidPathException e) {
            // a name in another encoding than the machine's, which Java cannot say
            return false;
        }
    }

    private boolean isTaken(Path file) throws IOException {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        waiting |= !isSettled(is) || trouble.isRecent();
        if (waiting) {
            return false;
        }
        if (!is.isRegularFile()) {
            NoFile.putAway(file, is);
            return false;
        }
        String name = PlainName.of(file.getFileName().toString());
        if (!file.endsWith(name)) {
            // it keeps its turn: those behind it wait until it comes again under its new name
            waiting = true;
            Files.move(file, free(file.resolveSibling(name)));
            return false;
        }
        return true;
    }

    private boolean isSettled(BasicFileAttributes file) {
        return Math.abs(clock.millis() - file.lastModifiedTime().toMillis()) >= QUIET.toMillis();
    }

    private static Path free(Path wanted) {
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

    @Override
    public void releaseExclusiveReadLockOnCommit(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {}

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
