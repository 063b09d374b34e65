package org.campaignstatus.page;

import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.campaignstatus.util.Hosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers GET and HEAD under the program's own host names only, compressed if the browser takes that. What takes long is done
 * by worker threads, for a bounded number of requests at a time.
 */
final class PageAnswers {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    /** The browser loads nothing from other origins, runs no inline script, and shows the page in no frame. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin");

    private static final int MAX_REQUESTS = 16;

    private final Router router;
    private final WorkerExecutor executor;
    private final Hosts hosts;
    private final Semaphore requests = new Semaphore(MAX_REQUESTS);

    /** Text, and the same by gzip. */
    record Content(Buffer plain, Buffer compressed) {

        /** @param text null for none */
        static Content of(byte[] text) throws IOException {
            if (text == null) {
                return null;
            }
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
                out.write(text);
            }
            return new Content(Buffer.buffer(text), Buffer.buffer(compressed.toByteArray()));
        }
    }

    PageAnswers(Router router, WorkerExecutor executor, Hosts hosts) {
        this.router = router;
        this.executor = executor;
        this.hosts = hosts;
    }

    /** The router itself answers other methods with 405. */
    void route(String address, Handler<RoutingContext> handler) {
        router.route(address).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(request -> {
            HEADERS.forEach(request.response()::putHeader);
            if (hosts.isOurs(request.request().authority())) {
                handler.handle(request);
            } else {
                reject(request, 421, "The page is not available under that host name: " + hosts.expected());
            }
        });
    }

    /** @param question reads the parameters; what it returns is called in a worker thread, and may return null for nothing */
    void answer(RoutingContext request, String type, Function<UnaryOperator<String>, Callable<byte[]>> question) {
        request.response().putHeader("Cache-Control", "no-store");
        Callable<byte[]> work;
        try {
            work = question.apply(request.request()::getParam);
        } catch (IllegalArgumentException e) {
            reject(request, 400, String.valueOf(e.getMessage()));
            return;
        }
        if (!requests.tryAcquire()) {
            request.response().putHeader("Retry-After", "1");
            reject(request, 503, "Too many requests at the same time: expected one to try again in a second");
            return;
        }
        executor.executeBlocking(() -> Content.of(work.call()), false)
                .onComplete(answered -> requests.release())
                .onSuccess(answer -> answer(request, type, answer))
                .onFailure(problem -> {
                    LOG.error("The page cannot be shown", problem);
                    reject(request, 500, "The page cannot be shown; the log says why");
                });
    }

    private static void answer(RoutingContext request, String type, Content answer) {
        if (answer == null) {
            reject(request, 404, "There is no such thing, or no longer");
        } else if (!request.response().closed()) {
            request.response().putHeader("Content-Type", type);
            end(request, answer);
        }
    }

    static void end(RoutingContext request, Content content) {
        boolean compressed = request.parsedHeaders().acceptEncoding().stream()
                .anyMatch(coding -> coding.value().equals("gzip") && coding.weight() > 0);
        request.response().putHeader("Vary", "Accept-Encoding");
        if (compressed) {
            request.response().putHeader("Content-Encoding", "gzip");
        }
        end(request, compressed ? content.compressed() : content.plain());
    }

    /** Over HTTP/2 Vert.x would send a body in answer to HEAD. */
    private static void end(RoutingContext request, Buffer answer) {
        HttpServerResponse response = request.response();
        if (request.request().method() == HttpMethod.HEAD) {
            response.putHeader("Content-Length", Integer.toString(answer.length()));
            request.end();
        } else {
            request.end(answer);
        }
    }

    private static void reject(RoutingContext request, int status, String why) {
        HttpServerResponse response = request.response();
        if (!response.closed()) {
            response.setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8");
            end(request, Buffer.buffer(why + "\n"));
        }
    }
}
