package org.campaignstatus.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.campaignstatus.routefile.FailureMessage;

/**
 * Does once what the program does in its life, in a temporary folder and with a receiver of its own, so that the Java
 * virtual machine can archive the classes that take part. No setting of the operator's counts here.
 */
public final class ClassArchiveTraining {

    /** Far more than it takes, also on a slow machine. */
    private static final int TIMEOUT_SECONDS = 120;

    private static final String EVENT = "{\"id\":\"%s\",\"event\":\"started\",\"campaignGroup\":124}";

    private final Path folder;
    private final Properties settings = new Properties();

    /** What has to arrive, by the id of its event. */
    private final Map<String, CountDownLatch> arrivals =
            Map.of("file", new CountDownLatch(1), "queue", new CountDownLatch(1));

    private ClassArchiveTraining(Path folder) {
        this.folder = folder;
    }

    /** @param args the folder of the routes, and that of the samples */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("campaign-group-status");
        int status = 0;
        try {
            new ClassArchiveTraining(folder).run(Path.of(args[0]), Path.of(args[1]));
        } catch (Exception e) {
            System.err.println("The training run failed: " + FailureMessage.line(e));
            status = 1;
        }
        delete(folder);
        System.exit(status);
    }

    private void run(Path routes, Path samples) throws Exception {
        // the classes that a start begins with
        Class.forName("org.campaignstatus.CampaignGroupStatus");
        Class.forName("org.campaignstatus.cli.Start");
        Files.copy(samples.resolve("configuration.json"), folder.resolve("configuration.json"));
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::arrived);
        receiver.start();
        set(routes, receiver.getAddress().getPort());
        Main program = Application.create(folder.resolve("application.properties"), settings::getProperty);
        program.setOverrideProperties(settings);
        program.start();
        try {
            handIn(EVENT.formatted("file"));
            await("file");
            program.getCamelTemplate().sendBody("jms:queue:campaigngroup.lifecycle", EVENT.formatted("queue"));
            await("queue");
            askForHealth();
        } finally {
            program.stop();
            receiver.stop(0);
        }
    }

    private void set(Path routes, int receiver) throws IOException {
        Path file = folder.resolve("application.properties");
        try (InputStream own = ClassArchiveTraining.class.getResourceAsStream("training.properties")) {
            Files.copy(own, file);
        }
        try (InputStream own = Files.newInputStream(file)) {
            settings.load(own);
        }
        settings.setProperty("campaigngroup-states-uri", "http://127.0.0.1:" + receiver + "/");
        settings.setProperty("camel.main.routesIncludePattern", "file:" + routes + "/*.xml");
        settings.setProperty("camel.management.port", freePort());
        settings.setProperty("camel.beans.connectionFactory.port", freePort());
        settings.setProperty("configuration.file", in("configuration.json"));
        settings.setProperty("database.url", "jdbc:sqlite:" + in("state.db"));
        settings.setProperty("jms.data-directory", in("broker"));
        settings.setProperty("lifecycle.file.directory", in("inbox/lifecycle"));
        settings.setProperty("statistics.file.directory", in("inbox/statistics"));
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    private void handIn(String event) throws IOException {
        Path writing = Files.writeString(folder.resolve("event"), event);
        Files.move(writing, folder.resolve("inbox/lifecycle/event.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void arrived(HttpExchange request) throws IOException {
        request.getRequestBody().readAllBytes();
        request.sendResponseHeaders(204, -1);
        request.close();
        CountDownLatch awaited = arrivals.get(request.getRequestHeaders().getFirst("ce-id"));
        if (awaited != null) {
            awaited.countDown();
        }
    }

    private void await(String id) throws InterruptedException {
        if (!arrivals.get(id).await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no notification of the event from the " + id + " arrived");
        }
    }

    private void askForHealth() throws IOException {
        String port = settings.getProperty("camel.management.port");
        for (String page : List.of("live", "ready")) {
            URI uri = URI.create("http://127.0.0.1:" + port + "/observe/health/" + page);
            try (InputStream answer = uri.toURL().openStream()) {
                answer.readAllBytes();
            }
        }
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
