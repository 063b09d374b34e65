package org.campaignstatus.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.SigningSecrets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A receiver to try with: prints each notification in one line. It needs no settings. */
@Command(
        name = "receive",
        customSynopsis = "receive [--port PORT] [--answer STATUS] [--secret SECRET]",
        header = "Print the notifications that are POSTed to a port of this machine.",
        sortOptions = false)
final class Receive implements Callable<Integer> {

    private static final String HOST = "127.0.0.1";

    @Spec
    private CommandSpec command;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "Listen on 127.0.0.1 at this port; default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--answer",
            defaultValue = "200",
            paramLabel = "STATUS",
            description = "Answer each POST with this HTTP status; default: ${DEFAULT-VALUE}.")
    private int answer;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description = "Check signatures with this webhook-signing-secret, or with that in file:PATH.")
    private String secret;

    private PrintWriter out;
    private Secret<SigningSecrets> secrets;

    /** Returns when the process is told to end, or if the port is taken. */
    @Override
    public Integer call() throws InterruptedException {
        check(port >= 1 && port <= 65_535, "--port is " + port + ": expected 1 to 65535");
        check(answer >= 200 && answer <= 599, "--answer is " + answer + ": expected 200 to 599");
        secrets = secret == null ? null : secrets();
        out = command.commandLine().getOut();
        try {
            listen();
        } catch (IOException e) {
            command.commandLine()
                    .getErr()
                    .printf("cannot listen on %s:%d: %s; expected a free port (--port)%n", HOST, port, e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    private Secret<SigningSecrets> secrets() {
        check(!secret.isBlank(), "--secret is empty: expected a webhook-signing-secret, or file: and a path");
        try {
            return SettingKeys.SIGNING_SECRET.parse(secret, "--secret");
        } catch (InvalidSettingException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    private void check(boolean allowed, String otherwise) {
        if (!allowed) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }

    private void listen() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HOST), port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        out.printf("http://%s:%d/ answers each POST with %d; Ctrl-C ends it%n%n", HOST, port, answer);
        out.println(ReceivedRequest.header());
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.getResponseHeaders().set("Allow", "POST");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            ReceivedRequest request = ReceivedRequest.read(exchange);
            out.println(request.line(secrets == null ? null : secrets.get(), answer));
            exchange.sendResponseHeaders(answer, -1);
        }
    }
}
