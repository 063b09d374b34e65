package org.campaignstatus.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the management port tells of the program at one moment, as Prometheus would see it. */
public record Scrape(String text, List<Series> series) {

    private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private static final HttpClient CLIENT = ManagementClient.create();

    /** One number. */
    public record Series(String name, Map<String, String> labels, double value) {}

    /** @param port the management port of a running program */
    public static Scrape of(int port) {
        try {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/metrics"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("answer " + answer.statusCode());
            }
            return read(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @param text in the format of Prometheus */
    public static Scrape read(String text) {
        return new Scrape(
                text, text.lines().flatMap(line -> parse(line).stream()).toList());
    }

    private static List<Series> parse(String line) {
        Matcher series = SERIES.matcher(line);
        if (line.startsWith("#") || !series.matches()) {
            return List.of();
        }
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        String value = series.group(3).replace("+Inf", "Infinity");
        return List.of(new Series(series.group(1), labels, Double.parseDouble(value)));
    }

    /** @param labels names and values, in turns; a series may have more */
    public List<Series> named(String name, String... labels) {
        List<Series> found = new ArrayList<>(series);
        found.removeIf(one -> !one.name().equals(name));
        for (int i = 0; i < labels.length; i += 2) {
            String label = labels[i];
            String value = labels[i + 1];
            found.removeIf(one -> !value.equals(one.labels().get(label)));
        }
        return found;
    }

    /** @return the sum of all series of that name and with these labels; fails if there is none */
    public double sum(String name, String... labels) {
        List<Series> found = named(name, labels);
        if (found.isEmpty()) {
            throw new AssertionError("no series " + name + " " + List.of(labels));
        }
        return found.stream().mapToDouble(Series::value).sum();
    }
}
