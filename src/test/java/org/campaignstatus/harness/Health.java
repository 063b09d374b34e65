package org.campaignstatus.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The answer of a program's health page: the HTTP status (0 without an answer) and the JSON. */
public record Health(int status, JsonNode page) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = ManagementClient.create();

    /** @param page below {@code /observe/} */
    static Health ask(String port, String page) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/observe/" + page);
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Health(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (ConnectException e) {
            return new Health(0, JSON.nullNode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return the status of a check, {@code none} without such a check */
    public String check(String id) {
        for (JsonNode check : page.path("checks")) {
            if (check.path("name").asText().equals(id)) {
                return check.path("status").asText();
            }
        }
        return "none";
    }
}
