package org.campaignstatus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.ManagementClient;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Scrape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dashboard, alert rules and docs/monitoring.md name what the program has, and the page leaves out nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DashboardTest {

    private static final Path MONITORING = Path.of("docs/monitoring.md");
    private static final Pattern METRIC_ROW =
            Pattern.compile("[|] ((?:`[a-z_]+`(?:, )?)+)(?: [(]histogram[)])? [|]([^|]*)[|][^|]*[|]");

    private Program program;
    private Scrape scrape;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        program = Program.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).json())
                .start();
        scrape = program.metrics();
    }

    @AfterAll
    void stop() {
        program.close();
    }

    static Stream<Query> queries() throws IOException {
        return Stream.concat(Query.ofDashboard().stream(), Query.ofAlerts().stream());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void whatAQueryNamesIsThere(Query query) {
        query.assertKnownTo(scrape);
    }

    @Test
    void everyMetricOfOursIsInTheDashboard() throws IOException {
        String queries = Query.ofDashboard().toString();
        assertThat(scrape.series().stream().map(Scrape.Series::name).distinct())
                .filteredOn(name -> name.startsWith("campaignstatus_"))
                .filteredOn(name -> !name.endsWith("_max") && !name.equals("campaignstatus_build_info"))
                .allMatch(name ->
                        queries.contains(name) || queries.contains(name.replaceAll("_(count|sum)$", "_bucket")));
    }

    @Test
    void everyMetricOfOursIsInTheTableOfTheDocsWithItsLabelsAndNoOther() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        for (String line : Files.readAllLines(MONITORING)) {
            Matcher row = METRIC_ROW.matcher(line);
            if (row.matches()) {
                codes(row.group(1)).forEach(name -> documented.put("campaignstatus_" + name, codes(row.group(2))));
            }
        }
        Map<String, Set<String>> told = new TreeMap<>();
        for (Scrape.Series series : scrape.series()) {
            String name = series.name().replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds");
            if (name.startsWith("campaignstatus_")) {
                Set<String> labels = told.computeIfAbsent(name, each -> new TreeSet<>());
                labels.addAll(series.labels().keySet());
                labels.remove("le");
            }
        }
        assertThat(documented).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind", "outcome", "source", "reason"})
    void everyValueOfALabelIsInTheTableOfTheDocsAndNoOther(String label) throws IOException {
        String start = "| `" + label + "` |";
        String row = Files.readAllLines(MONITORING).stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow();
        assertThat(codes(row.substring(start.length())))
                .containsExactlyInAnyOrderElementsOf(scrape.series().stream()
                        .filter(series -> series.name().startsWith("campaignstatus_"))
                        .flatMap(series -> Stream.ofNullable(series.labels().get(label)))
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyPathThatTheDocsNameIsServed() throws Exception {
        Set<String> paths = new TreeSet<>();
        try (Stream<Path> pages = Files.list(Path.of("docs"))) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                Pattern.compile("/observe/[a-z/]+")
                        .matcher(Files.readString(page))
                        .results()
                        .map(MatchResult::group)
                        .forEach(paths::add);
            }
        }
        assertThat(paths).hasSizeGreaterThan(3);
        for (String path : paths) {
            URI uri = URI.create("http://127.0.0.1:" + program.setting("camel.management.port") + path);
            HttpRequest request = HttpRequest.newBuilder(uri).build();
            assertThat(ManagementClient.create()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    private static Set<String> codes(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(code -> code.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void panelsHaveTitlesOfTheirOwnAndDoNotOverlap() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(Path.of("docs/dashboard.json").toFile());
        List<String> ids = new ArrayList<>();
        boolean[][] covered = new boolean[200][24];
        for (JsonNode panel : dashboard.path("panels")) {
            ids.add(panel.path("id").asText());
            JsonNode at = panel.path("gridPos");
            for (int y = at.path("y").asInt();
                    y < at.path("y").asInt() + at.path("h").asInt();
                    y++) {
                for (int x = at.path("x").asInt();
                        x < at.path("x").asInt() + at.path("w").asInt();
                        x++) {
                    assertThat(covered[y][x]).as(panel.path("title").asText()).isFalse();
                    covered[y][x] = true;
                }
            }
        }
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    }
}
