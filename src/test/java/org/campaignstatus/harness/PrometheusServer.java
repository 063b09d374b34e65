package org.campaignstatus.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes a program every second and evaluates alert rules. */
public final class PrometheusServer implements AutoCloseable {

    private static final HttpClient CLIENT = ManagementClient.create();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = Ports.free();
    private final Process process;

    private PrometheusServer(Path folder, Path configuration) throws IOException {
        process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.txt").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /**
     * @param folder for its configuration and data
     * @param rules a file of alert rules
     */
    public static PrometheusServer scraping(Program program, Path folder, Path rules) throws IOException {
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files:
                  - %s
                scrape_configs:
                  - job_name: campaign-group-status
                    metrics_path: /observe/metrics
                    static_configs:
                      - targets: ["127.0.0.1:%s"]
                """.formatted(
                        rules.toAbsolutePath(), program.setting("camel.management.port")));
        PrometheusServer server = new PrometheusServer(folder, configuration);
        Patience.await().until(() -> !server.ask("up == 1").isEmpty());
        return server;
    }

    /** @return the result of a query; empty if there is none, or nobody who answers yet */
    public JsonNode ask(String query) {
        return get("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .path("result");
    }

    /** @return type, help and unit of a metric family */
    public JsonNode family(String name) {
        return get("metadata?metric=" + name).path(name).path(0);
    }

    /** @return the names of the alerts that fire */
    public Set<String> firing() {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : get("alerts").path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                names.add(alert.path("labels").path("alertname").asText());
            }
        }
        return names;
    }

    private JsonNode get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + path);
        try {
            HttpResponse<String> answer =
                    CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 503) {
                return JSON.missingNode();
            }
            JsonNode page = JSON.readTree(answer.body());
            if (!page.path("status").asText().equals("success")) {
                throw new AssertionError(page.toString());
            }
            return page.path("data");
        } catch (ConnectException e) {
            return JSON.missingNode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
