package org.campaignstatus.inbox;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.campaignstatus.util.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows an inbox down whose files cannot be archived: such a file is read again, which without a pause would fill the log and
 * keep the machine busy. Says why an inbox is stuck. Thread-safe.
 */
public final class InboxBackoff implements ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(InboxBackoff.class);

    private static final long BACKOFF = TimeUnit.SECONDS.toNanos(2);

    private static final String CHANGES =
            "keeps changing, and all files behind it wait: expected one that is written elsewhere and renamed into place";

    private final LongSupplier nanoTime;
    private final OncePerMinute lines;
    private final OncePerMinute linesOfChanges;
    private long failed;
    private boolean anyFailed;
    private Error error;
    private volatile Unarchived unarchived;
    private volatile Path keepsChanging;
    private volatile String unreadable;

    private record Unarchived(Path file, String reason) {}

    public InboxBackoff() {
        this(System::nanoTime);
    }

    InboxBackoff(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lines = new OncePerMinute(nanoTime);
        this.linesOfChanges = new OncePerMinute(nanoTime);
    }

    /** @return whether a file could not be archived a moment ago, so that none is to be taken now */
    synchronized boolean isActive() {
        return anyFailed && nanoTime.getAsLong() - failed < BACKOFF;
    }

    @Override
    public synchronized void handleException(String message, Exchange exchange, Throwable problem) {
        String file = exchange.getProperty(Exchange.FILE_EXCHANGE_FILE, GenericFile.class)
                .getAbsoluteFilePath();
        Throwable cause = ExceptionUtils.getRootCause(problem);
        if (cause instanceof FileChangedException) {
            LOG.info("{} will be read again: {}", file, cause.getMessage());
            return;
        }
        if (lines.isDue()) {
            LOG.error("{} cannot be archived, and will be read again: {}", file, cause.toString());
        }
        unarchived = new Unarchived(Path.of(file), cause.toString());
        anyFailed = true;
        failed = nanoTime.getAsLong();
    }

    @Override
    public void handleException(Throwable problem) {
        handleException("The inbox cannot be polled", problem);
    }

    /** Camel never takes the files that were listed by a poll which an Error has ended. */
    @Override
    public synchronized void handleException(String message, Throwable problem) {
        if (problem instanceof Error broken) {
            error = broken;
        }
        LOG.error(message, problem);
    }

    /** @param file a file that has been written to for so long that those behind it wait for too long; null for none */
    void keepsChanging(Path file) {
        keepsChanging = file;
        if (file != null && linesOfChanges.isDue()) {
            LOG.error("{} {}", file, CHANGES);
        }
    }

    /**
     * Called every few seconds, by a thread that a file system may keep waiting.
     *
     * @param problem why the inbox cannot be listed; null if it can
     */
    void listed(String problem) {
        unreadable = problem;
        Unarchived last = unarchived;
        if (last != null && !Files.exists(last.file(), LinkOption.NOFOLLOW_LINKS)) {
            unarchived = null;
        }
        Path changing = keepsChanging;
        if (changing != null && !Files.exists(changing, LinkOption.NOFOLLOW_LINKS)) {
            keepsChanging = null;
        }
    }

    /** @return why files stay in the inbox, in one line; empty if they do not. Touches no file. */
    public Optional<String> problem() {
        return Optional.ofNullable(unreadable)
                .or(() -> Optional.ofNullable(unarchived)
                        .map(it -> it.file() + " cannot be archived, and will be read again: " + it.reason()))
                .or(() -> Optional.ofNullable(keepsChanging).map(file -> file + " " + CHANGES));
    }

    /** @return the Error that has ended a poll, if there was one */
    public synchronized Optional<Error> error() {
        return Optional.ofNullable(error);
    }
}
