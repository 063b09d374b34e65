package org.campaignstatus.util;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Makes a call that may hang in a thread of its own, and waits for the result no longer than a limit. As long as a call
 * that has exceeded the limit has not returned, further calls fail at once, so that neither callers nor threads pile up.
 * Thread-safe.
 */
public final class TimeLimiter {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "time-limited");
        thread.setDaemon(true);
        return thread;
    });

    private final long limit;

    /** The calls that have exceeded the limit, with when they began. */
    private final Map<Future<?>, Long> late = new ConcurrentHashMap<>();

    public TimeLimiter(Duration limit) {
        this.limit = limit.toNanos();
    }

    /**
     * @return the result of the call
     * @throws TimeoutException if it has not returned within the limit, or an earlier one still has not; the message is a
     *     predicate, "has not answered for 2 s"
     * @throws RuntimeException if the call throws it
     */
    public <T> T call(Supplier<T> work) throws TimeoutException {
        failIfLate();
        long begin = System.nanoTime();
        FutureTask<T> call = new FutureTask<>(work::get);
        THREADS.execute(call);
        try {
            return call.get(limit, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            late.put(call, begin);
            throw noAnswer(System.nanoTime() - begin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noAnswer(System.nanoTime() - begin);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private void failIfLate() throws TimeoutException {
        late.keySet().removeIf(Future::isDone);
        long now = System.nanoTime();
        long longest =
                late.values().stream().mapToLong(begin -> now - begin).max().orElse(0);
        if (longest > 0) {
            throw noAnswer(longest);
        }
    }

    private static TimeoutException noAnswer(long nanos) {
        return new TimeoutException(
                "has not answered for " + Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos)) + " s");
    }
}
