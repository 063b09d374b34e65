package org.campaignstatus.lane;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code lane:ENDPOINT} sends a message on to another endpoint of the same context, after those of the same campaign group
 * that came before it. The body is a {@link org.campaignstatus.lifecycle.CampaignGroupMessage}. The sender goes on at once;
 * the steps behind the lane run after the message.
 *
 * <p>Camel's own means keep order only together with everything else: one consumer, or a fixed number of them that share
 * campaign groups out, so that one dead receiver would stop the campaign groups of others.
 */
public final class LaneComponent extends DefaultComponent {

    private final IntFunction<LaneTarget> destinations;
    private final GroupLocks locks;
    private final Consumer<Exchange> leaving;
    private ExecutorService executor;
    private final LongAdder skipped = new LongAdder();
    private Lanes lanes;
    private volatile Error error;

    /**
     * @param destinations from a campaign group's DBID to where its messages go at the moment
     * @param locks keeps lanes of the same campaign group on several nodes from running at the same time
     * @param leaving is given each message that has been through the endpoint behind its lane
     */
    public LaneComponent(IntFunction<LaneTarget> destinations, GroupLocks locks, Consumer<Exchange> leaving) {
        this.destinations = destinations;
        this.locks = locks;
        this.leaving = leaving;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        boolean onlyIfIdle = getAndRemoveParameter(parameters, "onlyIfIdle", Boolean.class, false);
        return new LaneEndpoint(uri, this, remaining, onlyIfIdle);
    }

    /** @return how busy the lanes are now */
    public LaneLoad load() {
        return lanes.load();
    }

    /** @return how many messages were skipped, because their lane was not empty */
    public long skipped() {
        return skipped.sum();
    }

    void skip() {
        skipped.increment();
    }

    void leave(Exchange exchange) {
        leaving.accept(exchange);
    }

    /** @return the last one that was thrown while a message was under way behind a lane for lack of memory, if any was */
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

    /**
     * Lets no message go on until {@link #resume}, and comes back when none is behind a lane any more.
     *
     * @param stir how long everybody may wait for those who go to a slow server; after it only those wait
     */
    public void pause(Duration stir) throws InterruptedException {
        lanes.pause(stir);
    }

    /** Lets messages go on again. */
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
