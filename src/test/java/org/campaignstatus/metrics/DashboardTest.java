package org.campaignstatus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Scrape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboard and alert rules ask for what the program tells. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DashboardTest {

    private Program program;
    private Scrape scrape;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        program = Program.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).json())
                .start();
        scrape = Scrape.of(Integer.parseInt(program.setting("camel.management.port")));
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
    void panelsAreToldApartAndDoNotCoverEachOther() throws IOException {
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
