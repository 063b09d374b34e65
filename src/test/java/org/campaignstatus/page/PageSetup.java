package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.ManagementClient;
import org.campaignstatus.harness.Program;
import org.junit.jupiter.api.io.TempDir;

/** A program with campaign groups, and requests to its management port. */
abstract class PageSetup {

    static final ObjectMapper JSON = new ObjectMapper();
    static final HttpClient HTTP = ManagementClient.create();

    @TempDir
    Path folder;

    Program program(int groups) {
        Configured configured = Configured.campaignGroups();
        IntStream.rangeClosed(1, groups).forEach(configured::with);
        return Program.in(folder).configuredBy(configured.json());
    }

    static String event(String event, int dbid) {
        return Configured.event(event, dbid);
    }

    static List<String> words(JsonNode node, String... names) {
        return Arrays.stream(names).map(name -> node.path(name).asText()).toList();
    }

    static List<Integer> dbids(JsonNode status) {
        List<Integer> dbids = new ArrayList<>();
        status.at("/groups/rows").forEach(row -> dbids.add(row.get("dbid").asInt()));
        return dbids;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static JsonNode ask(Program program, String query) {
        try {
            HttpResponse<String> answer = request(program, "GET", "/api/status?" + query);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HttpRequest get(Program program, String address) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(program) + address))
                .build();
    }

    static HttpResponse<String> request(Program program, String method, String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(program) + address))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    static int port(Program program) {
        return Integer.parseInt(program.setting("camel.management.port"));
    }
}
