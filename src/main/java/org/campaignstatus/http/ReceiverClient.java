package org.campaignstatus.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.campaignstatus.delivery.PendingAttempt;
import org.campaignstatus.notification.Delivery;

/**
 * Configures Camel's HTTP client to send a request once, authenticate it and limit the time for the whole answer, as its
 * {@link Delivery} requires. By default the client repeats a POST after a 503 or 429, waits without end for a receiver that
 * answers a byte at a time, and keeps the answer. Thread-safe.
 */
public final class ReceiverClient implements HttpClientConfigurer, HttpActivityListener {

    /** Idle connections are closed after this time; {@link ReceiverConnection} does not use them for so long. */
    private static final TimeValue MAX_IDLE = TimeValue.ofSeconds(5);

    /** A connection can be used again once the answer is read; a longer answer is not worth it. */
    private static final int MAX_ANSWER_BYTES = 1024 * 1024;

    private final CamelContext context;
    private final String version;
    private final Optional<ReloadableTls> tls;
    private final Duration maxAge;
    private final List<Connections> made = new CopyOnWriteArrayList<>();
    private final TimeLimit limit = new TimeLimit();

    /** @param maxAge how long a connection may be used after it was opened, so that a changed address takes effect */
    public ReceiverClient(CamelContext context, String version, Optional<ReloadableTls> tls, Duration maxAge) {
        this.context = context;
        this.version = version;
        this.tls = tls;
        this.maxAge = maxAge;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        Connections connections = new Connections(context, tls, maxAge);
        made.add(connections);
        HttpClient tokenClient = configure(HttpClientBuilder.create(), connections)
                .setConnectionManagerShared(true)
                .build();
        Tokens tokens = new Tokens(new TokenEndpoint(tokenClient, connections, limit), System::nanoTime);
        configure(builder, connections)
                .evictIdleConnections(MAX_IDLE)
                .addExecInterceptorFirst(
                        "whole-answer", new WholeAnswer(connections, new Authorization(tokens), limit));
    }

    /** @return the leased and the available connections, to all receivers together */
    public PoolStats connections() {
        List<PoolStats> all = made.stream()
                .map(connections -> connections.pool().getTotalStats())
                .toList();
        return new PoolStats(
                all.stream().mapToInt(PoolStats::getLeased).sum(),
                0,
                all.stream().mapToInt(PoolStats::getAvailable).sum(),
                0);
    }

    private HttpClientBuilder configure(HttpClientBuilder builder, Connections connections) {
        return builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .disableContentCompression()
                .setRoutePlanner(Connections.routePlanner())
                .setUserAgent("campaign-group-status/" + version)
                .setConnectionManager(connections.pool());
    }

    private record WholeAnswer(Connections connections, Authorization authorization, TimeLimit limit)
            implements ExecChainHandler {

        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
                throws IOException, HttpException {
            PendingAttempt attempt = Connections.attempt(scope.clientContext);
            attempt.requested();
            try {
                attempt.siteHeaders(SiteHeaders.of(request, attempt.delivery().access()));
                ClassicHttpResponse answer = execute(request, scope, chain, attempt.delivery());
                attempt.answered(answer.getCode());
                return answer;
            } catch (IOException | HttpException | RuntimeException e) {
                attempt.failed(e);
                throw e;
            }
        }

        private ClassicHttpResponse execute(
                ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, Delivery delivery)
                throws IOException, HttpException {
            // Camel has decoded and encoded the target, which may have changed it
            request.setPath(delivery.receiver().target());
            if (!delivery.receiver().isPlain()) {
                request.setAuthority(new URIAuthority(Connections.host(delivery.receiver())));
            }
            long begin = System.nanoTime();
            Token token = authorization.add(request, delivery.access(), delivery.responseTimeout());
            Duration left = delivery.responseTimeout().minusNanos(System.nanoTime() - begin);
            if (left.isNegative() || left.isZero()) {
                throw new SocketTimeoutException("no time left after fetching a token");
            }
            connections.prepare(scope.clientContext, delivery.access().proxy(), left);
            Cancellable cancellable = (Cancellable) scope.originalRequest;
            ClassicHttpResponse answer = limit.within(left, cancellable, () -> {
                ClassicHttpResponse response = chain.proceed(request, scope);
                discardBody(response, cancellable);
                return response;
            });
            Connections.checkTunnel(answer, scope.clientContext, scope.route.isTunnelled());
            authorization.answered(answer.getCode(), delivery.access(), token);
            return answer;
        }

        private static void discardBody(ClassicHttpResponse response, Cancellable request) throws IOException {
            HttpEntity entity = response.getEntity();
            if (entity == null) {
                return;
            }
            if (entity.getContentLength() == 0) {
                entity.close();
                response.setEntity(null);
                return;
            }
            try (InputStream body = entity.getContent()) {
                byte[] chunk = new byte[8192];
                int read = 0;
                for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
                    read += n;
                    if (read > MAX_ANSWER_BYTES) {
                        // closing the body would read it to its end
                        request.cancel();
                        throw new MessageConstraintException("more than " + MAX_ANSWER_BYTES + " bytes");
                    }
                }
            }
            response.setEntity(null);
        }
    }

    @Override
    public void onRequestSubmitted(
            Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {
        // with a listener, Camel puts the exchange into the context of its request
    }

    @Override
    public void onResponseReceived(
            Object source, Exchange exchange, HttpHost host, HttpResponse response, HttpEntity entity, long elapsed) {
        // likewise
    }
}
