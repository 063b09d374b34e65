package org.campaignstatus.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.HttpException;

/**
 * Limits the time of whole exchanges. The client's own time-outs begin again with every byte, so that a server which sends
 * one now and then could hold a request for ever. Thread-safe.
 */
final class TimeLimit {

    /** A request and its whole answer. */
    interface Exchange<T> {
        T run() throws IOException, HttpException;
    }

    private final ScheduledThreadPoolExecutor alarms;

    TimeLimit() {
        alarms = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "receiver time-outs");
            thread.setDaemon(true);
            return thread;
        });
        alarms.setRemoveOnCancelPolicy(true);
    }

    /**
     * @param request cancelled when the time is up
     * @throws SocketTimeoutException if the exchange was not over in time
     */
    <T> T within(Duration timeout, Cancellable request, Exchange<T> exchange) throws IOException, HttpException {
        AtomicBoolean late = new AtomicBoolean();
        Future<?> alarm = alarms.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            return exchange.run();
        } catch (IOException | HttpException | RuntimeException e) {
            // a client that was cancelled between two steps throws an IllegalStateException at the next one
            if (late.get()) {
                throw new SocketTimeoutException("no whole answer within " + timeout);
            }
            throw e;
        } finally {
            alarm.cancel(false);
        }
    }
}
