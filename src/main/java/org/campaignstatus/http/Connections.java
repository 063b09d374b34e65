package org.campaignstatus.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.delivery.PendingAttempt;
import org.campaignstatus.delivery.ProxyRefusedException;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.routing.DeliverySteps;
import org.campaignstatus.settings.ProxyServer;
import org.campaignstatus.settings.Receiver;

/** The connection pool for receivers and token endpoints, with TLS and proxies. Thread-safe. */
final class Connections {

    /** The context attribute in which Camel has the exchange for its activity listeners. */
    private static final String EXCHANGE = "org.apache.camel.Exchange";

    /** The context attribute with the proxy of a request for a token. */
    private static final String PROXY = "org.campaignstatus.proxy";

    /** The lanes limit the connections of a receiver, so the pool must not, and does without a lock that all receivers share. */
    private static final int UNLIMITED = 1_000_000;

    private final ReloadableTls stored;
    private final PoolingHttpClientConnectionManager pool;
    private volatile Tls tls;

    /** @param version of the key stores; null without key stores */
    private record Tls(ReloadableTls.Version version, TlsSocketStrategy strategy) {}

    /** @param maxAge how long a connection may be used after it was opened */
    Connections(CamelContext context, Optional<ReloadableTls> stored, Duration maxAge) {
        this.stored = stored.orElse(null);
        this.tls = stored.map(ReloadableTls::current)
                .map(Connections::tls)
                .orElseGet(() -> new Tls(null, strategy(siteContext(context))));
        this.pool = new PoolingHttpClientConnectionManager(
                new ReceiverConnector(this::upgrade, SystemDefaultDnsResolver.INSTANCE),
                PoolConcurrencyPolicy.LAX,
                PoolReusePolicy.LIFO,
                TimeValue.NEG_ONE_MILLISECOND,
                socket -> new ReceiverConnection(maxAge, System::nanoTime));
        // a read with a time-out costs four system calls more, and TimeLimit limits the whole exchange
        pool.setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(Timeout.ZERO_MILLISECONDS).build());
        pool.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build());
        pool.setDefaultMaxPerRoute(UNLIMITED);
        pool.setMaxTotal(UNLIMITED);
    }

    PoolingHttpClientConnectionManager pool() {
        return pool;
    }

    private static SSLContext siteContext(CamelContext context) {
        try {
            return context.getSSLContextParameters() == null
                    ? SSLContexts.createSystemDefault()
                    : context.getSSLContextParameters().createSSLContext(context);
        } catch (Exception e) {
            throw new IllegalStateException("the TLS settings cannot be used: " + e.getMessage(), e);
        }
    }

    private static Tls tls(ReloadableTls.Version version) {
        return new Tls(version, strategy(version.context()));
    }

    /**
     * By default the strategy offers TLS 1.2 and 1.3, as far as the security settings of Java allow, and verifies the host
     * name during the handshake, before anything is sent.
     */
    private static TlsSocketStrategy strategy(SSLContext context) {
        return ClientTlsStrategyBuilder.create().setSslContext(context).buildClassic();
    }

    private SSLSocket upgrade(Socket socket, String target, int port, Object attachment, HttpContext context)
            throws IOException {
        return tls().strategy().upgrade(socket, target, port, attachment, context);
    }

    private Tls tls() {
        Tls now = tls;
        return stored == null || now.version() == stored.current() ? now : renew();
    }

    private synchronized Tls renew() {
        ReloadableTls.Version version = stored.current();
        if (tls.version() != version) {
            tls = tls(version);
            pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
        }
        return tls;
    }

    /** @return a planner that chooses the proxy for each request */
    static HttpRoutePlanner routePlanner() {
        HttpRoutePlanner planner = new DefaultRoutePlanner(null) {
            @Override
            protected HttpHost determineProxy(HttpHost target, HttpContext context) {
                return proxy(context)
                        .map(ReceiverAccess.Proxy::server)
                        .map(Connections::host)
                        .orElse(null);
            }
        };
        return (target, context) -> planner.determineRoute(named(target, context), context);
    }

    /** @return the receiver's host: Camel was given a placeholder if it cannot parse the receiver's address */
    private static HttpHost named(HttpHost target, HttpContext context) {
        Delivery delivery = delivery(context);
        return delivery == null || delivery.receiver().isPlain() ? target : host(delivery.receiver());
    }

    static HttpHost host(Receiver receiver) {
        return new HttpHost(receiver.uri().getScheme(), receiver.host(), receiver.port());
    }

    /** @return the attempt that the request belongs to; null for a request for a token */
    static PendingAttempt attempt(HttpContext context) {
        Exchange exchange = (Exchange) context.getAttribute(EXCHANGE);
        return exchange == null ? null : DeliverySteps.attempt(exchange);
    }

    private static Delivery delivery(HttpContext context) {
        PendingAttempt attempt = attempt(context);
        return attempt == null ? null : attempt.delivery();
    }

    @SuppressWarnings("unchecked") // only prepare() sets the attribute
    private static Optional<ReceiverAccess.Proxy> proxy(HttpContext context) {
        Delivery delivery = delivery(context);
        return delivery != null
                ? delivery.access().proxy()
                : (Optional<ReceiverAccess.Proxy>) context.getAttribute(PROXY);
    }

    /** Sets the time limit, the proxy with its credentials, and the version of the key stores that a connection must have. */
    void prepare(HttpClientContext context, Optional<ReceiverAccess.Proxy> proxy, Duration timeout) {
        context.setAttribute(PROXY, proxy);
        context.setUserToken(tls().version());
        ReceiverConnector.limit(context, timeout);
        context.setRequestConfig(RequestConfig.custom()
                .setAuthenticationEnabled(false)
                .setConnectionRequestTimeout(Timeout.of(timeout))
                .build());
        proxy.filter(one -> one.username().isSet()).ifPresent(one -> {
            BasicScheme basic = new BasicScheme();
            basic.initPreemptive(new UsernamePasswordCredentials(
                    one.username().get(), one.password().get().toCharArray()));
            context.resetAuthExchange(host(one.server()), basic);
        });
    }

    /**
     * @param tunnelled whether the request needed a tunnel
     * @throws ProxyRefusedException if the proxy answered in place of an https receiver
     */
    static void checkTunnel(ClassicHttpResponse answer, HttpClientContext context, boolean tunnelled)
            throws ProxyRefusedException {
        if (tunnelled && context.getSSLSession() == null) {
            throw new ProxyRefusedException(answer.getCode());
        }
    }

    private static HttpHost host(ProxyServer proxy) {
        return new HttpHost("http", proxy.host(), proxy.port());
    }
}
