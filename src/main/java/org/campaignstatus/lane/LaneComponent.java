package org.campaignstatus.lane;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultComponent;
import org.campaignstatus.lifecycle.StatusReport;

/**
 * {@code lane:ENDPOINT} sends a message on to another endpoint of the same context, after the earlier ones of the same
 * campaign group. The body is a {@link org.campaignstatus.lifecycle.CampaignGroupMessage}. The sender does not wait; the
 * steps behind the lane run after the message.
 *
 * <p>Camel itself keeps order only with one consumer, or a fixed number that share the campaign groups, so that one dead
 * receiver would stop those of others.
 */
public final class LaneComponent extends DefaultComponent {

    private final IntFunction<LaneTarget> destinations;
    private final GroupLocks locks;
    private final Consumer<Exchange> leaving;
    private ExecutorService executor;
    private final LongAdder skipped = new LongAdder();
    private final DueQueue due;
    private Lanes lanes;
    private volatile Error error;

    /**
     * @param destinations from a campaign group's DBID to its server now
     * @param leaving accepts each message after the endpoint behind its lane
     */
    public LaneComponent(IntFunction<LaneTarget> destinations, GroupLocks locks, Consumer<Exchange> leaving) {
        this.destinations = destinations;
        this.locks = locks;
        this.leaving = leaving;
        this.due = new DueQueue(destinations, server -> lanes.optional(server), this::skip);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        boolean onlyIfIdle = getAndRemoveParameter(parameters, "onlyIfIdle", Boolean.class, false);
        return new LaneEndpoint(uri, this, remaining, onlyIfIdle);
    }

    public LaneLoad load() {
        return lanes.load();
    }

    /**
     * Adds reports to those that wait until their servers have room.
     *
     * @return those whose servers have room now, to be submitted to their lanes before the next call
     */
    public List<StatusReport> admit(Collection<StatusReport> reports) {
        due.add(reports);
        return due.poll();
    }

    /** @return how many messages were skipped, because their lane was not empty, or another one waited to enter it */
    public long skipped() {
        return skipped.sum();
    }

    void skip() {
        skipped.increment();
    }

    void leave(Exchange exchange) {
        leaving.accept(exchange);
    }

    /** @return the last OutOfMemoryError of a message behind a lane, if there was one */
    public Optional<Error> error() {
        return Optional.ofNullable(error);
    }

    void fail(Error problem) {
        error = problem;
    }

    Lanes lanes() {
        return lanes;
    }

    GroupLocks locks() {
        return locks;
    }

    /** Starts no further message; those in flight go on. */
    public void end() {
        lanes.end();
        locks.end();
    }

    /** As {@link Lanes#pause}. */
    public void pause(Duration limit) throws InterruptedException {
        lanes.pause(limit);
    }

    public void resume() {
        lanes.resume();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        executor = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "lane");
        lanes = new Lanes(destinations, executor);
    }

    @Override
    protected void doShutdown() throws Exception {
        getCamelContext().getExecutorServiceManager().shutdownNow(executor);
        super.doShutdown();
    }
}
