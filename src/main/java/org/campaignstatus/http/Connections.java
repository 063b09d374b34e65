package org.campaignstatus.http;

import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.campaignstatus.configuration.Access;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.notification.TunnelRefusedException;
import org.campaignstatus.settings.ProxyServer;

/** The ways to receivers and token endpoints: connections, TLS, proxies. */
final class Connections {

    /** Where Camel puts the exchange for its activity listeners. */
    private static final String EXCHANGE = "org.apache.camel.Exchange";

    /** Where the proxy stands that a request takes. */
    private static final String PROXY = "org.campaignstatus.proxy";

    /** A connection that was idle for longer is looked at first, because the receiver may have closed it. */
    private static final TimeValue FRESH = TimeValue.ofMilliseconds(100);

    /** How many connections one receiver has is decided by the lanes, so the pool only must not be smaller. */
    private static final int ANY_NUMBER = 1_000_000;

    private Connections() {}

    static PoolingHttpClientConnectionManager pool(CamelContext context) {
        try {
            return PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(ClientTlsStrategyBuilder.create()
                            .setSslContext(
                                    context.getSSLContextParameters() == null
                                            ? SSLContexts.createSystemDefault()
                                            : context.getSSLContextParameters().createSSLContext(context))
                            .buildClassic())
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setValidateAfterInactivity(FRESH)
                            .build())
                    .setMaxConnPerRoute(ANY_NUMBER)
                    .setMaxConnTotal(ANY_NUMBER)
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException("the TLS settings cannot be used: " + e.getMessage(), e);
        }
    }

    /** @return whoever decides, for each request, whether it takes a proxy */
    static HttpRoutePlanner routes() {
        return new DefaultRoutePlanner(null) {
            @Override
            protected HttpHost determineProxy(HttpHost target, HttpContext context) {
                return proxy(context)
                        .map(Access.Proxy::server)
                        .map(Connections::host)
                        .orElse(null);
            }
        };
    }

    /** @return the delivery that a request of Camel's is for, or null if it is no such request */
    static Delivery delivery(HttpContext context) {
        Exchange exchange = (Exchange) context.getAttribute(EXCHANGE);
        return exchange == null ? null : exchange.getProperty(ReceiverClient.DELIVERY, Delivery.class);
    }

    @SuppressWarnings("unchecked") // nobody else knows the name
    private static Optional<Access.Proxy> proxy(HttpContext context) {
        Delivery delivery = delivery(context);
        return delivery != null ? delivery.access().proxy() : (Optional<Access.Proxy>) context.getAttribute(PROXY);
    }

    /** Gives a request its time and its proxy, and the proxy what it is shown. */
    static void prepare(HttpClientContext context, Optional<Access.Proxy> proxy, Duration most) {
        context.setAttribute(PROXY, proxy);
        context.setRequestConfig(RequestConfig.custom()
                .setAuthenticationEnabled(false)
                .setConnectionRequestTimeout(Timeout.of(most))
                .setResponseTimeout(Timeout.of(most))
                .build());
        proxy.filter(one -> one.username().isSet()).ifPresent(one -> {
            BasicScheme basic = new BasicScheme();
            basic.initPreemptive(new UsernamePasswordCredentials(
                    one.username().get(), one.password().get().toCharArray()));
            context.resetAuthExchange(host(one.server()), basic);
        });
    }

    /**
     * Finds out whose answer it is: what a proxy answers in place of an https receiver is nobody's success.
     *
     * @param tunnelled whether the request had to go through a tunnel
     */
    static void checkTunnel(ClassicHttpResponse answer, HttpClientContext context, boolean tunnelled)
            throws TunnelRefusedException {
        if (tunnelled && context.getSSLSession() == null) {
            throw new TunnelRefusedException(answer.getCode());
        }
    }

    private static HttpHost host(ProxyServer proxy) {
        return new HttpHost("http", proxy.host(), proxy.port());
    }
}
