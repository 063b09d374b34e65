package org.campaignstatus.ingest;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.File;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.campaignstatus.inbox.InboxWriter;
import org.campaignstatus.settings.ListeningPort;
import org.campaignstatus.settings.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of routes from {@code platform-http:…?platformHttpEngine=#ingestServer}. It has a port of its own, and limits
 * that Camel's server has no options for: who may ask, how much, how many at a time, and how long that may take. A route gets a
 * request once all of its body is in a file. Thread-safe.
 */
public final class IngestServer implements PlatformHttpEngine {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    /** Requests that routes work on at a time; others that are complete wait. */
    private static final int THREADS = 8;

    /** Seconds that the start and the stop may take. */
    private static final long TIMEOUT = 10;

    private final ListeningPort port;
    private final InboxWriter files;
    private final Limits limits;
    private final RequestGuard guard;
    private final Semaphore requests;
    private final List<IngestConsumer> consumers = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private ConnectionDeadlines deadlines;

    /** @param files where the bodies of requests are stored until they are answered */
    public IngestServer(ListeningPort port, Secret<String> token, InboxWriter files, Limits limits) {
        this.port = port;
        this.files = files;
        this.limits = limits;
        this.guard = new RequestGuard(port.host(), token, limits.bodySize());
        this.requests = new Semaphore(limits.requests());
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new IngestConsumer(endpoint, processor, this);
    }

    @Override
    public String getScheme() {
        return "http";
    }

    @Override
    public int getServerPort() {
        return port.port();
    }

    void add(IngestConsumer consumer) {
        consumers.add(consumer);
    }

    void remove(IngestConsumer consumer) {
        consumers.remove(consumer);
    }

    /**
     * Begins to listen. Until a route runs, requests are answered 503.
     *
     * @throws IOException if it cannot; the message says why, but not where
     */
    public synchronized void listen() throws IOException {
        files.cleanUp();
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(THREADS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        deadlines = new ConnectionDeadlines(vertx, limits.clientTimeout());
        HttpServerOptions options = new HttpServerOptions()
                .setHost(port.host())
                .setPort(port.port())
                .setHttp2ClearTextEnabled(false)
                .setDecompressionSupported(false);
        await(vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(this::handle)
                .listen()
                .toCompletionStage()
                .toCompletableFuture());
        LOG.info("Taking lifecycle events and statistics on http://{}", port);
    }

    /** Stops after the requests in flight; to be called when no route takes requests any more. */
    public synchronized void close() {
        if (vertx != null) {
            try {
                await(vertx.close().toCompletionStage().toCompletableFuture());
            } catch (IOException e) {
                LOG.warn("The server on {} cannot be stopped: {}", port, e.getMessage());
            }
            vertx = null;
        }
    }

    private static void await(java.util.concurrent.Future<?> done) throws IOException {
        try {
            done.get(TIMEOUT, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer for " + TIMEOUT + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void connected(HttpConnection connection) {
        if (deadlines.connections() < limits.connections()) {
            deadlines.opened(connection);
        } else {
            connection.close();
        }
    }

    private void handle(HttpServerRequest request) {
        deadlines.restart(request.connection());
        request.response().exceptionHandler(gone -> LOG.debug("A client is gone", gone));
        Optional<HttpAnswer> rejection = guard.rejection(request);
        if (rejection.isPresent()) {
            answer(request, rejection.get());
        } else if (!requests.tryAcquire()) {
            answer(request, HttpAnswer.unavailable("too many requests at the same time", 1));
        } else {
            work(request);
        }
    }

    private void work(HttpServerRequest request) {
        File body;
        try {
            body = files.temporaryFile().toFile();
        } catch (IOException e) {
            requests.release();
            answer(request, failed(request, e));
            return;
        }
        new RequestBody(request, limits.bodySize())
                .receive(vertx, body)
                .compose(received -> {
                    deadlines.stop(request.connection());
                    return vertx.executeBlocking(() -> answer(request, body), false);
                })
                .otherwise(problem -> failed(request, problem))
                .eventually(() -> vertx.fileSystem().delete(body.getPath()))
                .onSuccess(answer -> answer(request, answer))
                .onComplete(end -> requests.release());
    }

    /** Looks for the most special of the routes that take the request. */
    private HttpAnswer answer(HttpServerRequest request, File body) throws Exception {
        Optional<IngestConsumer> consumer = consumers.stream()
                .filter(one -> one.takes(request.path()))
                .max(Comparator.comparing(one -> one.getEndpoint().getPath().length()));
        if (consumer.isEmpty() && !consumers.isEmpty()) {
            return HttpAnswer.NOTHING_HERE;
        }
        if (consumer.isEmpty()
                || !consumer.get().isRunAllowed()
                || consumer.get().isSuspendingOrSuspended()) {
            return HttpAnswer.unavailable("starting, stopping or being changed", 2);
        }
        return consumer.get().answer(request.method().name(), request.path(), request.headers(), body);
    }

    private HttpAnswer failed(HttpServerRequest request, Throwable problem) {
        if (problem instanceof RequestBody.TooLargeException) {
            return HttpAnswer.tooLarge(limits.bodySize());
        }
        LOG.debug("A request to {} failed", request.path(), problem);
        return HttpAnswer.unavailable("the request cannot be kept", 5);
    }

    /** A client that still sends has to end before it reads the answer; what it sends is dropped, and the connection closed. */
    private void answer(HttpServerRequest request, HttpAnswer answer) {
        if (request.response().closed() || request.response().ended()) {
            return;
        }
        request.response().setStatusCode(answer.status());
        answer.headers().forEach(request.response()::putHeader);
        if (!request.isEnded()) {
            request.response().putHeader("Connection", "close");
        }
        request.response().end(Buffer.buffer(answer.body())).onComplete(sent -> {
            deadlines.restart(request.connection());
            if (!request.isEnded()) {
                drop(request);
            }
        });
    }

    private void drop(HttpServerRequest request) {
        long[] left = {2 * limits.bodySize()};
        request.handler(chunk -> {
            left[0] -= chunk.length();
            if (left[0] < 0) {
                request.connection().close();
            }
        });
        request.endHandler(end -> request.connection().close());
        request.resume();
    }
}
