package org.campaignstatus.bench;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/**
 * The HTTP client of the peer. The read time-out that Spring sets for Apache HttpClient begins again with
 * every byte, so an interceptor of that client cancels a request whose whole answer is not there in time. Spring's factory
 * for the client of the JDK limits the whole answer by itself, and costs more.
 */
final class PeerClient implements ExecChainHandler {

    private final Duration limit;
    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "time-outs");
        thread.setDaemon(true);
        return thread;
    });

    private PeerClient(Duration limit) {
        this.limit = limit;
        alarms.setRemoveOnCancelPolicy(true);
    }

    /** @return a client that throws an exception unless the answer is 2xx, and takes no longer than that for it */
    static RestClient create(Duration limit) {
        return RestClient.builder()
                .requestFactory(new HttpComponentsClientHttpRequestFactory(Limit.builder()
                        .setUserAgent("spring-integration-peer")
                        .addExecInterceptorFirst("whole-answer", new PeerClient(limit))
                        .build()))
                .defaultStatusHandler(HttpStatusCode::is3xxRedirection, (request, answer) -> {
                    throw new HttpClientErrorException(answer.getStatusCode());
                })
                .build();
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        AtomicBoolean late = new AtomicBoolean();
        Future<?> alarm = alarms.schedule(
                () -> {
                    late.set(true);
                    ((Cancellable) scope.originalRequest).cancel();
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            ClassicHttpResponse answer = chain.proceed(request, scope);
            EntityUtils.consume(answer.getEntity());
            return answer;
        } catch (IOException | HttpException | RuntimeException e) {
            if (late.get()) {
                throw new SocketTimeoutException("no whole answer within " + limit);
            }
            throw e;
        } finally {
            alarm.cancel(false);
        }
    }
}
