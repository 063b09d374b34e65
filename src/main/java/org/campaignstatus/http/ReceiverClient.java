package org.campaignstatus.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.campaignstatus.notification.AnswerTooLongException;
import org.campaignstatus.notification.Delivery;

/**
 * Makes Camel's HTTP client one that sends a request once and waits for the whole answer no longer than its
 * {@link Delivery} allows. Left to its defaults the client repeats a POST after a 503 or 429, waits without end for a
 * receiver that answers a byte at a time, and keeps the answer. Thread-safe.
 */
public final class ReceiverClient implements HttpClientConfigurer, HttpActivityListener {

    /** The exchange property that holds the {@link Delivery} of the request. */
    public static final String DELIVERY = "delivery";

    /** Where Camel puts the exchange for its activity listeners. */
    private static final String EXCHANGE = "org.apache.camel.Exchange";

    /** Reading a short answer to its end keeps the connection; nobody wants to read a long one. */
    private static final int LONGEST_ANSWER = 1024 * 1024;

    /** A connection that was idle for longer is looked at first, because the receiver may have closed it. */
    private static final TimeValue FRESH = TimeValue.ofMilliseconds(100);

    /** How many connections one receiver has is decided by the lanes, so the pool only must not be smaller. */
    private static final int ANY_NUMBER = 1_000_000;

    private final CamelContext context;
    private final String version;
    private final ScheduledThreadPoolExecutor alarms;

    public ReceiverClient(CamelContext context, String version) {
        this.context = context;
        this.version = version;
        this.alarms = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "receiver time-outs");
            thread.setDaemon(true);
            return thread;
        });
        alarms.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("campaign-group-status/" + version)
                .setConnectionManager(connections())
                .addExecInterceptorFirst("whole-answer", this::execute);
    }

    private PoolingHttpClientConnectionManager connections() {
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

    private ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Exchange exchange = (Exchange) scope.clientContext.getAttribute(EXCHANGE);
        Delivery delivery = exchange.getProperty(DELIVERY, Delivery.class);
        // on its way through Camel the target was decoded and encoded again, which is not always the same
        request.setPath(delivery.receiver().target());
        Duration most = delivery.responseTimeout();
        limit(scope, most);
        AtomicBoolean late = new AtomicBoolean();
        Future<?> alarm = alarms.schedule(
                () -> {
                    late.set(true);
                    ((Cancellable) scope.originalRequest).cancel();
                },
                most.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            discardBody(response, (Cancellable) scope.originalRequest);
            return response;
        } catch (IOException | HttpException e) {
            if (late.get()) {
                throw new SocketTimeoutException("no whole answer within " + most);
            }
            throw e;
        } finally {
            alarm.cancel(false);
        }
    }

    private static void limit(ExecChain.Scope scope, Duration most) {
        scope.clientContext.setRequestConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(most))
                .setResponseTimeout(Timeout.of(most))
                .build());
    }

    private static void discardBody(ClassicHttpResponse response, Cancellable request) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        try (InputStream body = entity.getContent()) {
            byte[] chunk = new byte[8192];
            int read = 0;
            for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
                read += n;
                if (read > LONGEST_ANSWER) {
                    // to close it would be to read it to its end
                    request.cancel();
                    throw new AnswerTooLongException(LONGEST_ANSWER);
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
