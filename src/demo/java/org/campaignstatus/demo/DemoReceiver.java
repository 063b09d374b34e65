package org.campaignstatus.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.campaignstatus.cli.NotificationLine;

/**
 * Stands for the Web or application server of a site: prints each notification and shows the last ones to a browser. A
 * visitor can have it answer badly, to see what the program makes of that. Thread-safe.
 */
final class DemoReceiver {

    private static final int KEPT = 100;

    private final ObjectMapper json = new ObjectMapper();
    private final Deque<JsonNode> newestFirst = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(DemoReceiver::daemon);
    private final HttpServer server;
    private volatile int answer = 200;

    /** @param port where it listens, on 127.0.0.1 only */
    DemoReceiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(DemoPort.HOST), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, this::notification));
        server.createContext("/answer", exchange -> handle(exchange, this::answerFromNowOn));
        server.start();
    }

    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** What is done with the body of a POST; returns the status of the answer. */
    private interface Post {
        int take(byte[] body) throws IOException;
    }

    private void handle(HttpExchange exchange, Post post) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(post.take(exchange.getRequestBody().readAllBytes()), -1);
            } else {
                show(exchange);
            }
        }
    }

    private int notification(byte[] body) throws IOException {
        JsonNode notification = json.readTree(body);
        int status = answer;
        Screen.line("<- " + NotificationLine.of(notification) + (status == 200 ? "" : "\n   answered " + status));
        synchronized (newestFirst) {
            newestFirst.addFirst(notification);
            if (newestFirst.size() > KEPT) {
                newestFirst.removeLast();
            }
        }
        return status;
    }

    private int answerFromNowOn(byte[] status) {
        String text = new String(status, StandardCharsets.UTF_8).strip();
        if (!text.matches("[2-5]\\d\\d")) {
            return 400;
        }
        answer = Integer.parseInt(text);
        Screen.line("\nThe receiver answers " + text + " from now on.");
        return 200;
    }

    private void show(HttpExchange exchange) throws IOException {
        List<JsonNode> shown;
        synchronized (newestFirst) {
            shown = List.copyOf(newestFirst);
        }
        byte[] page = (json.writerWithDefaultPrettyPrinter().writeValueAsString(shown) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "receiver");
        thread.setDaemon(true);
        return thread;
    }
}
