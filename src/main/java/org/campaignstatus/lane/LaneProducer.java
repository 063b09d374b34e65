package org.campaignstatus.lane;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.campaignstatus.lifecycle.CampaignGroupMessage;

/** Submits each message to the lane of its campaign group. */
final class LaneProducer extends DefaultAsyncProducer {

    private final LaneComponent component;
    private final Lanes lanes;
    private final GroupLocks locks;
    private final AsyncProducer target;
    private final boolean onlyIfIdle;

    LaneProducer(LaneEndpoint endpoint, LaneComponent component, Endpoint target, boolean onlyIfIdle) throws Exception {
        super(endpoint);
        this.component = component;
        this.lanes = component.lanes();
        this.locks = component.locks();
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
            component.skip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Exception | Error e) {
            exchange.setException(e);
        }
        noteError(exchange);
        callback.done(true);
        return true;
    }

    private void send(int group, Exchange exchange, AsyncCallback callback) {
        try {
            if (acquire(group)) {
                try {
                    target.process(exchange);
                    noteError(exchange);
                    component.leave(exchange);
                } finally {
                    locks.release(group);
                }
            } else {
                component.skip();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Throwable e) {
            // an Error, too: the callback must run in any case
            exchange.setException(e);
        }
        noteError(exchange);
        callback.done(false);
    }

    private void noteError(Exchange exchange) {
        Error error = exchange.getException(OutOfMemoryError.class);
        if (error != null) {
            component.fail(error);
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
