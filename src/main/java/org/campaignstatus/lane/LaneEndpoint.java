package org.campaignstatus.lane;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** The endpoint behind the lanes, and whether a message may wait behind others. */
final class LaneEndpoint extends DefaultEndpoint {

    private final LaneComponent component;
    private final String target;
    private final boolean onlyIfIdle;

    LaneEndpoint(String uri, LaneComponent component, String target, boolean onlyIfIdle) {
        super(uri, component);
        this.component = component;
        this.target = target;
        this.onlyIfIdle = onlyIfIdle;
    }

    @Override
    public Producer createProducer() throws Exception {
        return new LaneProducer(this, component, getCamelContext().getEndpoint(target), onlyIfIdle);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("a lane leads to " + target + ": consume from that");
    }
}
