package org.campaignstatus.ingest;

import io.vertx.core.MultiMap;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultConsumer;

/** Hands requests to a route, and makes an answer of what the route leaves. Thread-safe. */
final class IngestConsumer extends DefaultConsumer implements PlatformHttpConsumer, Suspendable {

    private final IngestServer server;

    IngestConsumer(PlatformHttpEndpoint endpoint, Processor processor, IngestServer server) {
        super(endpoint, processor);
        this.server = server;
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return (PlatformHttpEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        server.add(this);
    }

    @Override
    protected void doStop() throws Exception {
        server.remove(this);
        super.doStop();
    }

    /** @return whether requests to that path are for this route */
    boolean takes(String path) {
        String own = getEndpoint().getPath();
        return getEndpoint().isMatchOnUriPrefix() ? path.startsWith(own) : path.equals(own);
    }

    /**
     * Runs the route. Unless it sets the header CamelHttpResponseCode, the answer is 202 with the body that it leaves, 404 if
     * that is still the one of the request, and 500 if a step failed.
     *
     * @param body the body of the route's message
     * @param headers of the request; those become headers of the message that are not Camel's own, the first of each name
     */
    HttpAnswer answer(String method, String path, MultiMap headers, File body) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOut);
            Message message = exchange.getIn();
            message.setBody(body);
            HeaderFilterStrategy filter = getEndpoint().getHeaderFilterStrategy();
            for (String name : headers.names()) {
                String value = headers.get(name);
                if (!filter.applyFilterToExternalHeaders(name, value, exchange)) {
                    message.setHeader(name, value);
                }
            }
            message.setHeader(Exchange.HTTP_METHOD, method);
            message.setHeader(Exchange.HTTP_PATH, path);
            getProcessor().process(exchange);
            return answer(exchange, headers, body);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    /** Headers of the request are not sent back. A route that failed has accepted nothing, and must not look as if it had. */
    private HttpAnswer answer(Exchange exchange, MultiMap requested, File request) {
        Message message = exchange.getMessage();
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        boolean failed = exchange.getException() != null
                || status == null && exchange.getProperty(Exchange.EXCEPTION_CAUGHT) != null;
        if (failed) {
            return HttpAnswer.error(500, "the request failed; the log says why");
        }
        if (status == null && message.getBody() == request) {
            return HttpAnswer.NOTHING_HERE;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Exchange.CONTENT_TYPE, "application/json");
        message.getHeaders().forEach((name, value) -> {
            if (value != null
                    && !value.equals(requested.get(name))
                    && !getEndpoint().getHeaderFilterStrategy().applyFilterToCamelHeaders(name, value, exchange)) {
                headers.put(name, message.getHeader(name, String.class));
            }
        });
        byte[] body = message.getBody(byte[].class);
        return new HttpAnswer(status == null ? 202 : status, headers, body == null ? new byte[0] : body);
    }
}
