package org.campaignstatus.health;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.support.ScheduledPollConsumer;

/**
 * Watches the timers and the polls of the routes. An {@link Error}, memory that has run out above all, ends the thread of a
 * timer or a poll for good, and Camel does not tell anybody. Thread-safe.
 */
public final class ConsumerThreads {

    /** Seconds without a run, on top of three times the period, after which a thread counts as ended. */
    private static final long MARGIN = 10;

    private static final int PERIODS = 3;

    private final CamelContext context;
    private final LongSupplier nanoTime;
    private final Map<Consumer, Run> last = new HashMap<>();

    /**
     * How far a consumer has come.
     *
     * @param runs how often it has run
     * @param busy whether it was running when it was looked at
     * @param since when that was seen first, in nanoseconds
     */
    private record Run(long runs, boolean busy, long since) {}

    public ConsumerThreads(CamelContext context, LongSupplier nanoTime) {
        this.context = context;
        this.nanoTime = nanoTime;
    }

    /** Takes note of how far all have come; to be called every second or so. */
    public synchronized void look() {
        Map<Consumer, Run> now = new HashMap<>();
        working().forEach(consumer -> now.put(consumer, look(consumer)));
        last.clear();
        last.putAll(now);
    }

    private Run look(Consumer consumer) {
        Run before = last.get(consumer);
        long runs = runs(consumer);
        boolean busy = isBusy(consumer);
        return before == null || before.runs() != runs || busy ? new Run(runs, busy, nanoTime.getAsLong()) : before;
    }

    /** @return the endpoints of the consumers whose threads have ended */
    synchronized List<String> ended() {
        look();
        return last.entrySet().stream()
                .filter(entry -> nanoTime.getAsLong() - entry.getValue().since() > longestPause(entry.getKey()))
                .map(entry -> entry.getKey().getEndpoint().getEndpointBaseUri())
                .sorted()
                .toList();
    }

    /** A consumer that has done all it was to do, or that was stopped, is not expected to run. */
    private Stream<Consumer> working() {
        return context.getRoutes().stream()
                .filter(route -> isStarted(route.getRouteId()))
                .map(Route::getConsumer)
                .filter(consumer -> consumer instanceof TimerConsumer timer
                        ? timer.getRepeatCount() == 0
                        : consumer instanceof ScheduledPollConsumer poll && poll.isSchedulerStarted());
    }

    private boolean isStarted(String route) {
        return context.isStarted()
                && context.getRouteController().getRouteStatus(route).isStarted();
    }

    private static long runs(Consumer consumer) {
        return consumer instanceof TimerConsumer timer
                ? timer.getCounter()
                : ((ScheduledPollConsumer) consumer).getCounter();
    }

    private static boolean isBusy(Consumer consumer) {
        return consumer instanceof TimerConsumer timer
                ? timer.isPolling()
                : ((ScheduledPollConsumer) consumer).isPolling();
    }

    private static long longestPause(Consumer consumer) {
        long period = consumer instanceof TimerConsumer timer
                ? TimeUnit.MILLISECONDS.toNanos(Math.max(timer.getPeriod(), timer.getDelay()))
                : period((ScheduledPollConsumer) consumer);
        return TimeUnit.SECONDS.toNanos(MARGIN) + PERIODS * period;
    }

    private static long period(ScheduledPollConsumer consumer) {
        long longest = Math.max(consumer.getDelay(), consumer.getInitialDelay());
        return consumer.getTimeUnit().toNanos(longest) * Math.max(1, consumer.getBackoffMultiplier());
    }
}
