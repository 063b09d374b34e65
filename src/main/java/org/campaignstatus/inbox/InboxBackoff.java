package org.campaignstatus.inbox;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows of files that could not be archived when they were worked through. They are gone through again, so that the log would
 * fill and the machine be busy with nothing else if that was not slowed down. Thread-safe.
 */
public final class InboxBackoff implements ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(InboxBackoff.class);

    /** How long nothing is taken from the inbox after it. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** The interval between two log lines. */
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private long since;
    private long logged;
    private boolean any;
    private Error error;

    public InboxBackoff() {
        this(System::nanoTime);
    }

    InboxBackoff(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @return whether it is so fresh that nothing has changed since */
    synchronized boolean isRecent() {
        return any && nanoTime.getAsLong() - since < PAUSE.toNanos();
    }

    @Override
    public synchronized void handleException(String message, Exchange exchange, Throwable problem) {
        long now = nanoTime.getAsLong();
        String file = exchange.getProperty(Exchange.FILE_EXCHANGE_FILE, GenericFile.class)
                .getAbsoluteFilePath();
        Throwable cause = ExceptionUtils.getRootCause(problem);
        if (cause instanceof FileChangedException) {
            LOG.info("{} will be gone through again: {}", file, cause.getMessage());
            return;
        }
        if (!any || now - logged >= LOG_INTERVAL.toNanos()) {
            logged = now;
            LOG.error("{} cannot be archived, and will be gone through again: {}", file, cause.toString());
        }
        any = true;
        since = now;
    }

    @Override
    public void handleException(Throwable problem) {
        handleException("The inbox cannot be looked through", problem);
    }

    /** An error breaks a poll off: the files that it had listed count as under way from then on, and are never taken. */
    @Override
    public synchronized void handleException(String message, Throwable problem) {
        if (problem instanceof Error broken) {
            error = broken;
        }
        LOG.error(message, problem);
    }

    /** @return what has broken off a poll, if anything has */
    public synchronized Optional<Error> error() {
        return Optional.ofNullable(error);
    }
}
