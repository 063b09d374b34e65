package org.campaignstatus.reload;

import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Camel's {@code direct} with a producer that looks up the called route for each message. At Camel 4.22.0 a
 * {@link org.apache.camel.component.direct.DirectProducer} caches it and is not thread-safe when the route has been
 * replaced: while one thread looks up the new route, another sends to the old one, which rejects the message.
 */
class ReloadableDirect extends DirectComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DirectEndpoint endpoint = new UncachedEndpoint(uri, this);
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static final class UncachedEndpoint extends DirectEndpoint {

        UncachedEndpoint(String uri, DirectComponent component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            return new DefaultAsyncProducer(this) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    return freshProducer().process(exchange, callback);
                }
            };
        }

        private AsyncProducer freshProducer() {
            try {
                return (AsyncProducer) super.createProducer();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
