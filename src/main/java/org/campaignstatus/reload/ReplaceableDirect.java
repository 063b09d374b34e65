package org.campaignstatus.reload;

import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.direct.DirectProducer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.StringHelper;

/**
 * Camel's {@code direct}, which finds the new route behind an endpoint in whatever thread it is used once a route has been
 * replaced.
 *
 * <p>At Camel 4.22.0 a {@link DirectProducer} takes down that there is something new before it has asked what: a thread
 * that comes at that moment goes on to the old route, which rejects it. So each change gets a producer that has never
 * known an old one.
 */
class ReplaceableDirect extends DirectComponent {

    /** Stands for what the consumers are now; a new one for each change. */
    private volatile Object version = new Object();

    @Override
    public void addConsumer(String key, DirectConsumer consumer) {
        super.addConsumer(key, consumer);
        version = new Object();
    }

    @Override
    public void removeConsumer(String key, DirectConsumer consumer) {
        super.removeConsumer(key, consumer);
        version = new Object();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DirectEndpoint endpoint = new ReplaceableEndpoint(uri);
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private final class ReplaceableEndpoint extends DirectEndpoint {

        private final String key;

        ReplaceableEndpoint(String uri) {
            super(uri, ReplaceableDirect.this);
            // as Camel's own, which keeps it to itself
            key = StringHelper.before(uri, "?", uri);
        }

        @Override
        public Producer createProducer() {
            return new CurrentProducer(this);
        }
    }

    private final class CurrentProducer extends DefaultAsyncProducer {

        private final ReplaceableEndpoint endpoint;
        private volatile Known known = new Known(null, null);

        /** A producer, and the consumers since which it is used. */
        private record Known(Object version, DirectProducer producer) {}

        CurrentProducer(ReplaceableEndpoint endpoint) {
            super(endpoint);
            this.endpoint = endpoint;
        }

        @Override
        public void process(Exchange exchange) throws Exception {
            current().process(exchange);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            return current().process(exchange, callback);
        }

        private DirectProducer current() {
            Object current = version;
            Known now = known;
            if (now.version() != current) {
                now = new Known(current, new DirectProducer(endpoint, endpoint.key));
                known = now;
            }
            return now.producer();
        }
    }
}
