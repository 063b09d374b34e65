package org.campaignstatus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.runtime.Application;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.util.Hosts;
import org.campaignstatus.util.LogSanitizer;

/** A URL that takes events or statistics by POST, as the program does: the input by HTTP of this program or of another one. */
record HttpTarget(URI uri) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** The program cuts a request off after 60 s. */
    private static final Duration TIMEOUT = Duration.ofSeconds(70);

    /** @throws IllegalArgumentException if it is no URL to send to; the message says why */
    static HttpTarget parse(String text) {
        IllegalArgumentException wrong = new IllegalArgumentException("--http is " + LogSanitizer.of(text)
                + ": no http or https URL such as http://127.0.0.1:8089/lifecycle-events");
        try {
            URI uri = URI.create(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getRawFragment() != null) {
                throw wrong;
            }
            return new HttpTarget(uri);
        } catch (IllegalArgumentException e) {
            throw wrong;
        }
    }

    /**
     * Sends the file in one request, and prints what came of it.
     *
     * @param name the file for messages
     * @return whether all of it was accepted
     * @throws IOException if there is no answer; says so
     */
    boolean send(SentFile file, String name, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Content-Type", file.isJsonLines() ? "application/x-ndjson" : "application/json")
                .POST(BodyPublishers.ofFile(file.file()));
        Secret<String> token = token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token.get());
        }
        HttpResponse<String> answer = answer(request.build());
        JsonNode body = json(answer.body());
        out.println("accepted "
                + (answer.statusCode() == 202 ? body.path("accepted").asInt() : 0));
        if (answer.statusCode() == 202) {
            return true;
        }
        JsonNode rejected = body.path("rejected");
        rejected.forEach(
                one -> err.println(name + ", record " + one.path("position").asInt() + ": rejected: "
                        + LogSanitizer.of(one.path("reason").asText())));
        if (body.path("more").asInt() > 0) {
            err.println(name + ": " + body.path("more").asInt() + " more records rejected");
        }
        if (rejected.isEmpty()) {
            err.println(name + ": not accepted: answer " + answer.statusCode() + " of " + shown()
                    + LogSanitizer.of(body.path("error").asText().replaceFirst("^(?=.)", ": ")));
        }
        return false;
    }

    private HttpResponse<String> answer(HttpRequest request) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new IOException("no answer from " + shown() + " (" + why + ")"
                    + ": expected a program that runs with " + SettingKeys.INGEST_HTTP + " = true");
        }
    }

    private static JsonNode json(String body) {
        try {
            return Json.object(body);
        } catch (InvalidInputException e) {
            return MissingNode.getInstance();
        }
    }

    /** @return the token of the settings if this is the port that they name, so that nobody else gets it; else null */
    private Secret<String> token() throws IOException {
        ExternalOverrides overrides = new ExternalOverrides();
        overrides.check();
        Settings settings = Settings.read(Application.APPLICATION_PROPERTIES, overrides);
        boolean own = uri.getPort() == settings.get(SettingKeys.INGEST_PORT)
                && (Hosts.isLoopback(uri.getHost())
                        || uri.getHost().equalsIgnoreCase(settings.get(SettingKeys.INGEST_HOST)));
        return own && settings.get(SettingKeys.INGEST_TOKEN).isSet() ? settings.get(SettingKeys.INGEST_TOKEN) : null;
    }

    /** @return the URL without its query, which may hold a secret */
    private String shown() {
        return uri.toString().replaceFirst("\\?.*", "");
    }
}
