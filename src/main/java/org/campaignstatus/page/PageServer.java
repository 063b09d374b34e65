package org.campaignstatus.page;

import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.campaignstatus.util.Hosts;

/** The addresses of the page: its files, its data in JSON, and the tables to export. */
final class PageServer {

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

    private final StatusPage page;
    private final PageAnswers answers;

    private PageServer(StatusPage page, PageAnswers answers) {
        this.page = page;
        this.answers = answers;
    }

    /** Adds the page to a server. */
    static void serve(Router router, WorkerExecutor executor, StatusPage page, Hosts hosts) {
        PageServer server = new PageServer(page, new PageAnswers(router, executor, hosts));
        server.file("/", "page.html");
        List.of("page.css", "tables.css", "icon.svg").forEach(name -> server.file("/" + name, name));
        SCRIPTS.forEach(name -> server.file("/" + name + ".js", name + ".js"));
        server.data("/api/status", request -> {
            PageQuery query = PageQuery.of(request);
            return () -> page.answer(query);
        });
        server.data("/api/group", request -> {
            int dbid = (int) PageQuery.number(request, "dbid", 0, 1, Integer.MAX_VALUE);
            return () -> page.group(dbid);
        });
        server.data("/api/attempt", request -> {
            long number = PageQuery.number(request, "number", 0, 1, Long.MAX_VALUE);
            return () -> page.attempt(number);
        });
        server.data("/api/rejected", request -> {
            String place = String.valueOf(request.apply("place"));
            return () -> page.rejected(place);
        });
        for (String table : TABLES) {
            server.table(table, "json", "application/json", Table::json);
            server.table(table, "csv", "text/csv; charset=utf-8", Table::csv);
        }
    }

    private void file(String address, String name) {
        PageAnswers.Content content = resource(name);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        answers.route(address, request -> {
            request.response().putHeader("Cache-Control", "no-cache").putHeader("Content-Type", type);
            PageAnswers.end(request, content);
        });
    }

    private void table(String name, String ending, String type, Function<Table, byte[]> format) {
        String file = name + "." + ending;
        answers.route("/api/" + file, request -> {
            request.response().putHeader("Content-Disposition", "attachment; filename=" + file);
            answers.answer(request, type, parameters -> {
                PageQuery query = PageQuery.of(parameters);
                return () -> format.apply(page.table(name, query));
            });
        });
    }

    private void data(String address, Function<UnaryOperator<String>, Callable<byte[]>> question) {
        answers.route(address, request -> answers.answer(request, "application/json", question));
    }

    private static PageAnswers.Content resource(String name) {
        try (InputStream in = PageServer.class.getResourceAsStream(name)) {
            return PageAnswers.Content.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
