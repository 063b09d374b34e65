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
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.TimeValue;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.delivery.AnswerTooLongException;
import org.campaignstatus.delivery.PendingAttempt;
import org.campaignstatus.notification.Delivery;

/**
 * Makes Camel's HTTP client one that sends a request once, shows the receiver what its {@link Delivery} says and waits
 * for the whole answer no longer than that allows. Left to its defaults the client repeats a POST after a 503 or 429,
 * waits without end for a receiver that answers a byte at a time, and keeps the answer. Thread-safe.
 */
public final class ReceiverClient implements HttpClientConfigurer, HttpActivityListener {

    /** After that, a connection that is too old for the next request is closed without one. */
    private static final TimeValue MAX_IDLE = TimeValue.ofSeconds(5);

    /** Reading a short answer to its end keeps the connection; nobody wants to read a long one. */
    private static final int MAX_ANSWER_BYTES = 1024 * 1024;

    private final CamelContext context;
    private final String version;
    private final Optional<ReloadableTls> tls;
    private final Duration maxAge;
    private final List<Connections> made = new CopyOnWriteArrayList<>();
    private final TimeLimit limit = new TimeLimit();

    /** @param maxAge how long a connection may be used after it was opened, so that a change of an address counts */
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
        Authorization authorization =
                new Authorization(new Tokens(new TokenEndpoint(tokenClient, connections, limit), System::nanoTime));
        configure(builder, connections)
                // connections that will not be used again
                .evictIdleConnections(MAX_IDLE)
                .addExecInterceptorFirst(
                        "whole-answer",
                        (request, scope, chain) -> execute(request, scope, chain, connections, authorization));
    }

    /** @return how many connections there are now, to all receivers together */
    public PoolUse use() {
        PoolUse all = PoolUse.NONE;
        for (Connections connections : made) {
            all = all.plus(connections.pool().getTotalStats());
        }
        return all;
    }

    private HttpClientBuilder configure(HttpClientBuilder builder, Connections connections) {
        return builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .disableContentCompression()
                .setRoutePlanner(Connections.routes())
                .setUserAgent("campaign-group-status/" + version)
                .setConnectionManager(connections.pool());
    }

    private ClassicHttpResponse execute(
            ClassicHttpRequest request,
            ExecChain.Scope scope,
            ExecChain chain,
            Connections connections,
            Authorization authorization)
            throws IOException, HttpException {
        PendingAttempt sending = Connections.sending(scope.clientContext);
        sending.requested();
        try {
            ClassicHttpResponse answer = execute(request, scope, chain, connections, authorization, sending.delivery());
            sending.answered(answer.getCode());
            return answer;
        } catch (IOException | HttpException | RuntimeException e) {
            sending.failed(e);
            throw e;
        }
    }

    private ClassicHttpResponse execute(
            ClassicHttpRequest request,
            ExecChain.Scope scope,
            ExecChain chain,
            Connections connections,
            Authorization authorization,
            Delivery delivery)
            throws IOException, HttpException {
        ReceiverAccess access = delivery.access();
        // on its way through Camel the target was decoded and encoded again, which is not always the same
        request.setPath(delivery.receiver().target());
        if (!delivery.receiver().isPlain()) {
            request.setAuthority(new URIAuthority(Connections.host(delivery.receiver())));
        }
        long begin = System.nanoTime();
        Token token = authorization.add(request, access, delivery.responseTimeout());
        Duration left = delivery.responseTimeout().minusNanos(System.nanoTime() - begin);
        if (left.isNegative() || left.isZero()) {
            throw new SocketTimeoutException("no time left after fetching a token");
        }
        connections.prepare(scope.clientContext, access.proxy(), left);
        ClassicHttpResponse answer = limit.within(left, (Cancellable) scope.originalRequest, () -> {
            ClassicHttpResponse response = chain.proceed(request, scope);
            discardBody(response, (Cancellable) scope.originalRequest);
            return response;
        });
        Connections.checkTunnel(answer, scope.clientContext, scope.route.isTunnelled());
        authorization.answered(answer.getCode(), access, token);
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
                    // to close it would be to read it to its end
                    request.cancel();
                    throw new AnswerTooLongException(MAX_ANSWER_BYTES);
                }
            }
        }
        response.setEntity(null);
    }

    @Override
    public void onRequestSubmitted(
            Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {
        // being a listener is what makes Camel tell the client which exchange a request is of
    }

    @Override
    public void onResponseReceived(
            Object source, Exchange exchange, HttpHost host, HttpResponse response, HttpEntity entity, long elapsed) {
        // likewise
    }
}
