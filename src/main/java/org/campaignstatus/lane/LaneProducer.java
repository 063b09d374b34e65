package org.campaignstatus.lane;

import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.campaignstatus.lifecycle.ForCampaignGroup;

/** Puts each message into the lane of its campaign group. */
final class LaneProducer extends DefaultAsyncProducer {

    private final Lanes lanes;
    private final Turns turns;
    private final Runnable skipping;
    private final Consumer<Exchange> leaving;
    private final AsyncProducer target;
    private final boolean onlyIfIdle;

    /**
     * @param skipping is told of each message that does not enter
     * @param leaving is given each message that has been through the target, before the steps behind the lane
     */
    LaneProducer(
            LaneEndpoint endpoint,
            Lanes lanes,
            Turns turns,
            Runnable skipping,
            Consumer<Exchange> leaving,
            Endpoint target,
            boolean onlyIfIdle)
            throws Exception {
        super(endpoint);
        this.lanes = lanes;
        this.turns = turns;
        this.skipping = skipping;
        this.leaving = leaving;
        this.target = target.createAsyncProducer();
        this.onlyIfIdle = onlyIfIdle;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            int group = exchange.getMessage()
                    .getMandatoryBody(ForCampaignGroup.class)
                    .campaignGroup();
            Runnable task = () -> send(group, exchange, callback);
            if (!onlyIfIdle) {
                lanes.enter(group, task);
                return false;
            }
            if (lanes.enterIfIdle(group, task)) {
                return false;
            }
            skipping.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private void send(int group, Exchange exchange, AsyncCallback callback) {
        try {
            if (hasTurn(group)) {
                try {
                    target.process(exchange);
                    leaving.accept(exchange);
                } finally {
                    turns.giveBack(group);
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
        callback.done(false);
    }

    private boolean hasTurn(int group) throws InterruptedException {
        if (onlyIfIdle) {
            return turns.take(group);
        }
        turns.await(group);
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
