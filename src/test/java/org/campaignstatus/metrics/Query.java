package org.campaignstatus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.campaignstatus.harness.Scrape;

/** A query of Prometheus that is shipped, and where it stands. */
record Query(String place, String text) {

    private static final Pattern SELECTOR =
            Pattern.compile("((?:campaignstatus|jvm|process)_\\w+|\\bup\\b)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!=|=)\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

    /** What Prometheus itself adds. */
    private static final List<String> OF_PROMETHEUS = List.of("instance", "job", "le");

    @Override
    public String toString() {
        return place + ": " + text;
    }

    /** @return the queries of the panels of docs/dashboard.json, and of its variable */
    static List<Query> ofDashboard() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(Path.of("docs/dashboard.json").toFile());
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(new Query(
                        panel.path("title").asText(), target.path("expr").asText()));
            }
        }
        return queries;
    }

    /** @return the expressions of docs/alerts.yml */
    static List<Query> ofAlerts() throws IOException {
        List<Query> queries = new ArrayList<>();
        String alert = "";
        StringBuilder expression = null;
        for (String line : Files.readAllLines(Path.of("docs/alerts.yml"))) {
            String text = line.strip();
            if (text.startsWith("- alert:")) {
                alert = text.substring(8).strip();
            } else if (text.startsWith("expr:")) {
                expression =
                        new StringBuilder(text.substring(5).replace("|", "").strip());
            } else if (expression != null && (text.startsWith("for:") || text.startsWith("labels:"))) {
                queries.add(new Query(alert, expression.toString()));
                expression = null;
            } else if (expression != null) {
                expression.append(' ').append(text);
            }
        }
        return queries;
    }

    /** Asserts that everything it names is there: the metrics, the labels, and the values of labels. */
    void assertKnownTo(Scrape scrape) {
        Matcher selector = SELECTOR.matcher(text);
        List<Scrape.Series> all = new ArrayList<>();
        while (selector.find()) {
            if (!selector.group(1).equals("up")) {
                List<Scrape.Series> series = scrape.named(selector.group(1));
                assertThat(series).as(selector.group(1) + " in " + this).isNotEmpty();
                assertKnown(selector.group(2) == null ? "" : selector.group(2), series);
                all.addAll(series);
            }
        }
        Matcher grouping = GROUPING.matcher(text);
        while (grouping.find()) {
            for (String label : grouping.group(1).split(", *")) {
                assertThat(OF_PROMETHEUS.contains(label)
                                || all.stream()
                                        .anyMatch(series -> series.labels().containsKey(label)))
                        .as("label " + label + " in " + this)
                        .isTrue();
            }
        }
    }

    private void assertKnown(String matchers, List<Scrape.Series> series) {
        Matcher matcher = MATCHER.matcher(matchers);
        while (matcher.find()) {
            String label = matcher.group(1);
            String value = matcher.group(3);
            if (!OF_PROMETHEUS.contains(label)) {
                assertThat(series)
                        .as(matcher.group() + " in " + this)
                        .anyMatch(one -> value.equals(one.labels().get(label)));
            }
        }
    }
}
