package org.campaignstatus.ingest;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.File;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
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
 * that Camel's server has no options for: who may ask, how much, how many at a time, and how long that may take. Thread-safe.
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
    private final List<IngestConsumer> consumers = new CopyOnWriteArrayList<>();
    private Vertx vertx;

    /** @param files where the bodies of requests are stored until they are answered */
    public IngestServer(ListeningPort port, Secret<String> token, InboxWriter files, Limits limits) {
        this.port = port;
        this.files = files;
        this.limits = limits;
        this.guard = new RequestGuard(port.host(), token, limits.bodySize());
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
        RequestHandler handler = new RequestHandler(vertx, guard, files, limits, this::answer);
        HttpServerOptions options = new HttpServerOptions()
                .setHost(port.host())
                .setPort(port.port())
                .setHttp2ClearTextEnabled(false)
                .setDecompressionSupported(false);
        await(vertx.createHttpServer(options)
                .connectionHandler(handler::connected)
                .requestHandler(handler)
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

    /** Looks for the most special of the routes that take the request, and runs it. */
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
}
