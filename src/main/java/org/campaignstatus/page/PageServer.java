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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.campaignstatus.util.Hosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests for the page: a few files, and one address with the data in JSON. */
final class PageServer {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    private static final List<String> SCRIPTS = List.of(
            "page",
            "dom",
            "words",
            "address",
            "overview",
            "headline",
            "rates",
            "receivers",
            "groups",
            "cells",
            "attempts",
            "attempt",
            "rejected",
            "group");

    private static final List<String> TABLES =
            List.of("groups", "attempts", "receivers", "failures", "quarantine", "metrics");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

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

    /** Text, and the same by gzip. */
    private record Content(Buffer plain, Buffer compressed) {

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
        server.file(router, "/", "page.html");
        List.of("page.css", "tables.css", "icon.svg").forEach(name -> server.file(router, "/" + name, name));
        SCRIPTS.forEach(name -> server.file(router, "/" + name + ".js", name + ".js"));
        server.data(router, "/api/status", request -> {
            PageQuery query = PageQuery.of(request);
            return () -> page.answer(query);
        });
        server.data(router, "/api/group", request -> {
            int dbid = (int) PageQuery.number(request, "dbid", 0, 1, Integer.MAX_VALUE);
            return () -> page.group(dbid);
        });
        server.data(router, "/api/attempt", request -> {
            long number = PageQuery.number(request, "number", 0, 1, Long.MAX_VALUE);
            return () -> page.attempt(number);
        });
        server.data(router, "/api/rejected", request -> {
            String place = String.valueOf(request.apply("place"));
            return () -> page.rejected(place);
        });
        for (String table : TABLES) {
            server.table(router, table, "json", "application/json", Table::json);
            server.table(router, table, "csv", "text/csv; charset=utf-8", Table::csv);
        }
    }

    private void file(Router router, String address, String name) {
        Content content = resource(name);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        route(router, address, request -> {
            request.response().putHeader("Cache-Control", "no-cache").putHeader("Content-Type", type);
            end(request, content);
        });
    }

    private void table(Router router, String name, String ending, String type, Function<Table, byte[]> format) {
        String file = name + "." + ending;
        route(router, "/api/" + file, request -> {
            request.response().putHeader("Content-Disposition", "attachment; filename=" + file);
            answer(request, type, parameters -> {
                PageQuery query = PageQuery.of(parameters);
                return () -> format.apply(page.table(name, query));
            });
        });
    }

    private void data(Router router, String address, Function<UnaryOperator<String>, Callable<byte[]>> question) {
        route(router, address, request -> answer(request, "application/json", question));
    }

    private static Content resource(String name) {
        try (InputStream in = PageServer.class.getResourceAsStream(name)) {
            return Content.of(in.readAllBytes());
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

    /** @param question reads the parameters; what it returns is called in a worker thread, and may return null for nothing */
    private void answer(
            RoutingContext request, String type, Function<UnaryOperator<String>, Callable<byte[]>> question) {
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

    private static void end(RoutingContext request, Content content) {
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
