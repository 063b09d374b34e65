package org.campaignstatus.inbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
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

/**
 * Lets a file of an inbox be taken once nobody has written to it for a while, and those behind it in the order of names
 * not before it. Camel's own way to do that waits for each file, which thousands of small ones cannot afford.
 *
 * <p>It also passes over a file that is gone: files are moved by other threads than the one that lists them, so a list may
 * name one that has been worked through since. One instance belongs to one inbox, which one thread polls.
 */
public final class SettledFiles implements GenericFileExclusiveReadLockStrategy<File> {

    private static final Duration QUIET = Duration.ofMillis(500);

    private final Clock clock;
    private boolean waiting;

    public SettledFiles(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean acquireExclusiveReadLock(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        if (exchange.getProperty(Exchange.BATCH_INDEX, 0, int.class) == 0) {
            waiting = false;
        }
        try {
            waiting |= !isSettled(file.getFile().toPath());
            return !waiting;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isSettled(Path file) throws IOException {
        long modified = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .lastModifiedTime()
                .toMillis();
        return Math.abs(clock.millis() - modified) >= QUIET.toMillis();
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {}

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
