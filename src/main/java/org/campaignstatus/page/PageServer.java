package org.campaignstatus.page;

import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.campaignstatus.util.Hosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests for the page: a few files, and one address with the data in JSON. */
final class PageServer {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    /** Path to resource name and content type. */
    private static final Map<String, String[]> FILES = Map.of(
            "/", new String[] {"page.html", "text/html; charset=utf-8"},
            "/page.css", new String[] {"page.css", "text/css; charset=utf-8"},
            "/page.js", new String[] {"page.js", "text/javascript; charset=utf-8"},
            "/icon.svg", new String[] {"icon.svg", "image/svg+xml"});

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

    private final StatusPage page;
    private final Hosts hosts;
    private final WorkerExecutor executor;
    private final Semaphore requests = new Semaphore(MAX_REQUESTS);

    private PageServer(StatusPage page, Hosts hosts, WorkerExecutor executor) {
        this.page = page;
        this.hosts = hosts;
        this.executor = executor;
    }

    /** Adds the page to a server. */
    static void serve(Router router, WorkerExecutor executor, StatusPage page, Hosts hosts) {
        PageServer server = new PageServer(page, hosts, executor);
        FILES.forEach((address, file) -> {
            Buffer content = Buffer.buffer(resource(file[0]));
            server.route(router, address, request -> {
                request.response().putHeader("Cache-Control", "no-cache").putHeader("Content-Type", file[1]);
                end(request, content);
            });
        });
        server.route(router, "/api/status", server::status);
    }

    private static byte[] resource(String name) {
        try (InputStream in = PageServer.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The router itself answers other methods with 405. */
    private void route(Router router, String address, Handler<RoutingContext> handler) {
        router.route(address).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(request -> {
            HEADERS.forEach(request.response()::putHeader);
            if (hosts.isOurs(request.request().authority())) {
                handler.handle(request);
            } else {
                reject(request, 421, "The page is not available under that host name: " + hosts.expected());
            }
        });
    }

    private void status(RoutingContext request) {
        request.response().putHeader("Cache-Control", "no-store");
        PageQuery query;
        try {
            query = PageQuery.of(request.request()::getParam);
        } catch (IllegalArgumentException e) {
            reject(request, 400, String.valueOf(e.getMessage()));
            return;
        }
        if (!requests.tryAcquire()) {
            request.response().putHeader("Retry-After", "1");
            reject(request, 503, "Too many requests at the same time: expected one to try again in a second");
            return;
        }
        executor.executeBlocking(() -> Buffer.buffer(page.answer(query)), false)
                .onComplete(answered -> requests.release())
                .onSuccess(answer -> answer(request, answer))
                .onFailure(problem -> {
                    LOG.error("The page cannot be shown", problem);
                    reject(request, 500, "The page cannot be shown; the log says why");
                });
    }

    private static void answer(RoutingContext request, Buffer answer) {
        if (!request.response().closed()) {
            request.response().putHeader("Content-Type", "application/json");
            end(request, answer);
        }
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
