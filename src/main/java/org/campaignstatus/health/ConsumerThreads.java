package org.campaignstatus.health;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.support.ScheduledPollConsumer;

/**
 * Finds what an {@link Error}, above all {@link OutOfMemoryError}, has ended for good: the thread of a timer or a poll, of
 * which Camel notifies nobody, or the processing of events. Looks at nothing outside of the process. Thread-safe.
 */
public final class ConsumerThreads {

    /** Seconds without a run, on top of three times the period, after which a thread is considered ended. */
    private static final long MARGIN = 10;

    private static final int PERIODS = 3;

    private final CamelContext context;
    private final LongSupplier nanoTime;
    private final Supplier<Stream<Error>> errors;
    private final Map<Consumer, Run> latest = new HashMap<>();

    /**
     * @param count the number of runs of a consumer
     * @param since when that number was seen first, in nanoseconds; if the consumer was running, when it was seen last
     */
    private record Run(long count, long since) {}

    /** @param errors those that have ended a poll or the processing of events */
    public ConsumerThreads(CamelContext context, LongSupplier nanoTime, Supplier<Stream<Error>> errors) {
        this.context = context;
        this.nanoTime = nanoTime;
        this.errors = errors;
    }

    /** Records the runs of all consumers. To be called about every second. */
    public synchronized void watch() {
        Map<Consumer, Run> now = new HashMap<>();
        repeating().forEach(consumer -> now.put(consumer, run(consumer)));
        latest.clear();
        latest.putAll(now);
    }

    private Run run(Consumer consumer) {
        Run before = latest.get(consumer);
        Run now = new Run(count(consumer), nanoTime.getAsLong());
        return before == null || before.count() != now.count() || isRunning(consumer) ? now : before;
    }

    /** @return a line for the health check; empty if nothing has ended */
    public Optional<String> problem() {
        return errors.get()
                .map(Error::toString)
                .findFirst()
                .or(() -> ended().stream().findFirst().map(endpoint -> "the thread of " + endpoint + " has ended"))
                .map(problem -> problem + ": the process has to be started again");
    }

    /** @return the endpoints of the consumers whose threads have ended */
    synchronized List<String> ended() {
        watch();
        return latest.entrySet().stream()
                .filter(entry -> nanoTime.getAsLong() - entry.getValue().since() > maxPause(entry.getKey()))
                .map(entry -> entry.getKey().getEndpoint().getEndpointBaseUri())
                .sorted()
                .toList();
    }

    /** A consumer that was stopped, or that runs a limited number of times, is not expected to run. */
    private Stream<Consumer> repeating() {
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

    private static long count(Consumer consumer) {
        return consumer instanceof TimerConsumer timer
                ? timer.getCounter()
                : ((ScheduledPollConsumer) consumer).getCounter();
    }

    private static boolean isRunning(Consumer consumer) {
        return consumer instanceof TimerConsumer timer
                ? timer.isPolling()
                : ((ScheduledPollConsumer) consumer).isPolling();
    }

    private static long maxPause(Consumer consumer) {
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
