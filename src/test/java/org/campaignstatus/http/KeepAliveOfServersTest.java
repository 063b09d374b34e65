package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Relay;
import org.campaignstatus.harness.Scrape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Web servers as they are installed, whose keep-alive time-out equals the interval of the periodic messages. Ten receivers are on
 * this machine, ten more behind a network of 20 ms each way; each has one campaign group. {@code -Dkeepalive.factor=10} tries
 * longer.
 */
@Tag("tools")
final class KeepAliveOfServersTest {

    private static final int FACTOR = Integer.getInteger("keepalive.factor", 1);
    private static final int RECEIVERS = 10;
    private static final Duration ONE_WAY = Duration.ofMillis(20);

    /** A server, its keep-alive time-out, how many messages each receiver gets, its command and its configuration. */
    enum Server {
        NGINX(1, 20, List.of("nginx", "-p", "FOLDER", "-c", "FOLDER/server.conf"), "listen 127.0.0.%d:PORT; ", """
                daemon off; worker_processes 1; pid FOLDER/pid; error_log stderr;
                events { worker_connections 1000; }
                http {
                  access_log off; keepalive_timeout 1s;
                  client_body_temp_path FOLDER/a; proxy_temp_path FOLDER/b; fastcgi_temp_path FOLDER/c;
                  uwsgi_temp_path FOLDER/d; scgi_temp_path FOLDER/e;
                  server { LISTEN location / { return 200; } }
                }
                """),
        APACHE_HTTPD(
                5,
                5,
                List.of("apache2", "-X", "-d", "FOLDER", "-f", "FOLDER/server.conf"),
                "Listen 127.0.0.%d:PORT\n",
                """
                ServerName localhost
                LISTEN
                PidFile FOLDER/pid
                ErrorLog /dev/stderr
                KeepAliveTimeout 5
                LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
                LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
                LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
                RewriteEngine on
                RewriteRule ^ - [R=204,L]
                """),
        HAPROXY(10, 3, List.of("haproxy", "-f", "FOLDER/server.conf"), "  bind 127.0.0.%d:PORT\n", """
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                  timeout http-keep-alive 10s
                frontend all
                LISTEN  http-request wait-for-body time 5s
                  http-request return status 200
                """);

        private final int seconds;
        private final int messages;
        private final List<String> command;
        private final String listen;
        private final String configuration;

        Server(int seconds, int messages, List<String> command, String listen, String configuration) {
            this.seconds = seconds;
            this.messages = messages;
            this.command = command;
            this.listen = listen;
            this.configuration = configuration;
        }

        Process start(Path folder, int port) throws IOException {
            String addresses = IntStream.rangeClosed(1, RECEIVERS)
                    .mapToObj(listen::formatted)
                    .collect(Collectors.joining());
            Files.writeString(
                    folder.resolve("server.conf"), filled(configuration.replace("LISTEN", addresses), folder, port));
            return new ProcessBuilder(command.stream()
                            .map(word -> filled(word, folder, port))
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("server.log").toFile())
                    .start();
        }

        private static String filled(String text, Path folder, int port) {
            return text.replace("FOLDER", folder.toString()).replace("PORT", Integer.toString(port));
        }
    }

    @TempDir
    private Path folder;

    private final List<Relay> relays = new ArrayList<>();
    private Process process;
    private Program program;

    @AfterEach
    void stop() {
        program.close();
        relays.forEach(Relay::close);
        process.destroy();
    }

    @ParameterizedTest
    @EnumSource
    void everyPeriodicMessageArrivesWhereTheKeepAliveTimeoutEqualsTheInterval(Server server) throws Exception {
        int port = Ports.free();
        process = server.start(folder, port);
        Configured configuration = Configured.campaignGroups();
        for (int i = 1; i <= RECEIVERS; i++) {
            InetSocketAddress address = new InetSocketAddress("127.0.0." + i, port);
            await().until(() -> accepts(address));
            Relay relay = new Relay(address, ONE_WAY);
            relays.add(relay);
            configuration.with(i, "campaigngroup-states-uri", "http://127.0.0.%d:%d/".formatted(i, port));
            configuration.with(
                    RECEIVERS + i, "campaigngroup-states-uri", "http://127.0.0.1:%d/".formatted(relay.port()));
        }
        Path undelivered = folder.resolve("undelivered");
        program = Program.in(folder)
                .with("send-campaigngroup-states", "true")
                .with("campaigngroup-states-interval", Integer.toString(server.seconds))
                .with("notification.failed", undelivered.toString())
                .configuredBy(configuration.json())
                .start();
        program.handInLifecycle("day.jsonl", loaded());
        int messages = FACTOR * server.messages * RECEIVERS * 2;
        await().atMost(Duration.ofSeconds(60L + 2L * FACTOR * server.messages * server.seconds))
                .until(() -> attempted() >= messages);
        program.close();

        assertThat(failed(undelivered)).as(server + ", of " + messages).isEmpty();
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String loaded() {
        return IntStream.rangeClosed(1, 2 * RECEIVERS)
                .mapToObj(dbid -> event("loaded", dbid))
                .collect(Collectors.joining("\n"));
    }

    private double attempted() {
        return program.metrics().series().stream()
                .filter(series -> series.name().equals("campaignstatus_notifications_attempted_total"))
                .filter(series -> series.labels().get("kind").equals("periodic"))
                .mapToDouble(Scrape.Series::value)
                .sum();
    }

    /** @return how many failed, by what came of them and whether there was a network in between */
    private static Map<String, Long> failed(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(KeepAliveOfServersTest::read)
                    .collect(Collectors.groupingBy(
                            record -> (record.path("campaignGroup").asInt() > RECEIVERS ? "with" : "without")
                                    + " delay: " + record.path("words").asText(),
                            TreeMap::new,
                            Collectors.counting()));
        }
    }

    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
