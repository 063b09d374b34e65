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
 * {@code lane:ENDPOINT} sends a message on to another endpoint of the same context when its campaign group's turn has
 * come. The body has to say which campaign group it concerns. The sender goes on at once; the steps behind the lane are
 * run when the message has been through it.
 *
 * <p>Camel's own means keep order only together with everything else: one consumer, or a fixed number of them that share
 * campaign groups out, so that one dead receiver would stop the campaign groups of others.
 */
public final class LaneComponent extends DefaultComponent {

    private final IntFunction<LaneTarget> destinations;
    private final GroupLocks turns;
    private final Consumer<Exchange> leaving;
    private ExecutorService executor;
    private final LongAdder skipped = new LongAdder();
    private Lanes lanes;
    private volatile Error error;

    /**
     * @param destinations from a campaign group's DBID to where its messages go at the moment
     * @param turns what lanes of the same campaign group on several nodes take turns by
     * @param leaving is given each message that has been through the endpoint behind its lane
     */
    public LaneComponent(IntFunction<LaneTarget> destinations, GroupLocks turns, Consumer<Exchange> leaving) {
        this.destinations = destinations;
        this.turns = turns;
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

    /** @return how many messages did not enter, because their lane was not idle */
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

    GroupLocks turns() {
        return turns;
    }

    /** Lets only those messages go on that have their turn already. */
    public void end() {
        lanes.end();
        turns.end();
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
