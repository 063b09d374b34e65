package org.campaignstatus.lane;

import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.campaignstatus.lifecycle.CampaignGroupMessage;

/** Puts each message into the lane of its campaign group. */
final class LaneProducer extends DefaultAsyncProducer {

    private final Lanes lanes;
    private final GroupLocks locks;
    private final Runnable skipping;
    private final Consumer<Exchange> leaving;
    private final Consumer<Error> failing;
    private final AsyncProducer target;
    private final boolean onlyIfIdle;

    LaneProducer(LaneEndpoint endpoint, LaneComponent component, Endpoint target, boolean onlyIfIdle) throws Exception {
        super(endpoint);
        this.lanes = component.lanes();
        this.locks = component.locks();
        this.skipping = component::skip;
        this.leaving = component::leave;
        this.failing = component::fail;
        this.target = target.createAsyncProducer();
        this.onlyIfIdle = onlyIfIdle;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            int group = exchange.getMessage()
                    .getMandatoryBody(CampaignGroupMessage.class)
                    .campaignGroup();
            Runnable task = () -> send(group, exchange, callback);
            if (!onlyIfIdle) {
                lanes.submit(group, task);
                return false;
            }
            if (lanes.trySubmit(group, task)) {
                return false;
            }
            skipping.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Exception | Error e) {
            exchange.setException(e);
        }
        takeNoteOfErrors(exchange);
        callback.done(true);
        return true;
    }

    private void send(int group, Exchange exchange, AsyncCallback callback) {
        try {
            if (acquire(group)) {
                try {
                    target.process(exchange);
                    takeNoteOfErrors(exchange);
                    leaving.accept(exchange);
                } finally {
                    locks.release(group);
                }
            } else {
                skipping.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Throwable e) {
            // an Error, too: whoever waits for the message must hear of its end
            exchange.setException(e);
        }
        takeNoteOfErrors(exchange);
        callback.done(false);
    }

    private void takeNoteOfErrors(Exchange exchange) {
        Error error = exchange.getException(OutOfMemoryError.class);
        if (error != null) {
            failing.accept(error);
        }
    }

    private boolean acquire(int group) throws InterruptedException {
        if (onlyIfIdle) {
            return locks.tryAcquire(group);
        }
        locks.acquire(group);
        return true;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(target);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(target);
        super.doStop();
    }
}
