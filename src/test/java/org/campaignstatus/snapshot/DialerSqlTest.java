package org.campaignstatus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;
import static org.campaignstatus.snapshot.DialerProgram.LOADED;
import static org.campaignstatus.snapshot.DialerProgram.STARTED;
import static org.campaignstatus.snapshot.DialerProgram.STOPPED;
import static org.campaignstatus.snapshot.DialerProgram.UNLOADED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route that asks a dialer's database, with an SQLite file in its place. */
final class DialerSqlTest {

    private static final String FIRST = Configured.name(1);

    @TempDir
    private Path folder;

    private Path query;
    private DialerProgram dialer;

    @BeforeEach
    void create() throws Exception {
        query = Files.writeString(folder.resolve("query.sql"), """
                -- What's in a comment: a name? :any #1
                SELECT name AS campaign_group, state AS status, mode AS dial_mode, calls AS attempts, answers AS answered
                FROM campaign;
                """);
        dialer = new DialerProgram(
                folder,
                Configured.campaignGroups().with(1).with(2).json(),
                "jdbc:sqlite:" + folder.resolve("dialer.db"),
                "",
                "",
                query);
        dialer.dial(
                "CREATE TABLE campaign (name TEXT, state TEXT, mode TEXT, calls INTEGER, answers INTEGER)",
                "INSERT INTO campaign VALUES ('" + FIRST + "', 'not-loaded', 'Power', 0, 0), ('" + Configured.name(2)
                        + "', 'loaded', NULL, 0, 0)");
    }

    @AfterEach
    void close() {
        dialer.close();
    }

    private static String set(String columns) {
        return "UPDATE campaign SET " + columns + " WHERE name = '" + FIRST + "'";
    }

    @Test
    void aDayOfACampaignGroupWithARestart() throws Exception {
        dialer.start();
        await().until(() -> dialer.kinds(2).equals(List.of(LOADED)));

        dialer.dial(set("state = 'running', calls = 200, answers = 50"));
        await().until(() -> dialer.kinds(1).size() == 2);
        assertThat(dialer.last(1).path("GSW_CAMPAIGN_GROUP_STATUS").asInt()).isEqualTo(5);
        assertThat(dialer.last(1).path("GSW_DIAL_MODE").asInt()).isEqualTo(6);

        dialer.stop();
        dialer.dial(set("state = 'loaded'"));
        dialer.start();
        await().until(() -> dialer.kinds(1).size() == 3);
        assertThat(dialer.last(1).path("GSW_STAT_HIT_RATIO").asDouble()).isEqualTo(0.25);

        dialer.dial("DELETE FROM campaign WHERE name = '" + FIRST + "'");
        await().until(() -> dialer.kinds(1).size() == 4);
        assertThat(dialer.kinds(1)).containsExactly(LOADED, STARTED, STOPPED, UNLOADED);
        assertThat(dialer.kinds(2)).containsExactly(LOADED);
        assertThat(dialer.count("campaignstatus_events_accepted_total", "source", "sql"))
                .isEqualTo(2);
        assertThat(dialer.problem()).isEmpty();
    }

    @Test
    void aQueryThatFailsChangesNothingAndOneThatIsEditedCounts() throws Exception {
        try (LogCapture log = LogCapture.provoking("campaignstatus.dialer")) {
            dialer.start();
            await().until(() -> dialer.kinds(2).size() == 1);

            dialer.dial("ALTER TABLE campaign RENAME TO renamed");
            await().until(() -> dialer.problem().contains("no such table: campaign"));
            assertThat(dialer.problem())
                    .startsWith("the dialer's database cannot be used, the campaign groups stay as they are: ");
            assertThat(dialer.count("campaignstatus_input_stuck", "source", "sql"))
                    .isEqualTo(1);

            dialer.dial("ALTER TABLE renamed RENAME TO campaign", "DELETE FROM campaign");
            await().until(() -> dialer.problem()
                    .contains("the query returns no row of a configured campaign group, and some are loaded: 1"));

            dialer.dial("INSERT INTO campaign VALUES ('" + FIRST + "', 'loaded', NULL, 0, 0)");
            await().until(() -> dialer.kinds(2).size() == 2);
            assertThat(dialer.problem()).isEmpty();
            assertThat(dialer.kinds(2)).containsExactly(LOADED, UNLOADED);

            edit("SELECT name AS campaign_group, 'running' AS status FROM campaign");
            await().until(() -> dialer.kinds(1).equals(List.of(LOADED, STARTED)));
            assertThat(dialer.count("campaignstatus_route_errors_total", "route", "dialer-sql"))
                    .isZero();
            assertThat(log.messages("campaignstatus.dialer"))
                    .hasSize(2)
                    .last()
                    .isEqualTo("The dialer's database answers again");
        }
    }

    @Test
    void aQueryThatReturnsAColumnTwiceChangesNothing() throws Exception {
        dialer.start();
        await().until(() -> dialer.kinds(2).size() == 1);

        edit(
                "SELECT name AS campaign_group, 'running' AS status, mode AS DIAL_MODE, 'Predict' AS dial_mode FROM campaign");
        await().until(() -> dialer.problem()
                .endsWith(": the query returns the column dial_mode twice: expected it once, by its name or by AS"));
        assertThat(dialer.receiver().requests()).hasSize(1);

        edit("SELECT name AS campaign_group, 'running' AS status, calls, calls FROM campaign");
        await().until(() -> dialer.kinds(1).equals(List.of(LOADED, STARTED)));
        assertThat(dialer.problem()).isEmpty();
    }

    private void edit(String sql) throws IOException {
        Files.move(Files.writeString(folder.resolve("edited.sql"), sql), query, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void withoutTheQueryOrADriverItDoesNotStart() throws Exception {
        Files.delete(query);
        assertThatThrownBy(dialer::start).hasStackTraceContaining("dialer.sql.query: " + query + " is missing");

        Files.writeString(query, "-- SELECT\n/* nothing\nyet */;\n");
        assertThatThrownBy(dialer::start)
                .hasStackTraceContaining("dialer.sql.query: " + query + ": empty: expected one SELECT");

        try (DialerProgram other = new DialerProgram(
                folder, "{\"campaignGroups\": []}", "jdbc:oracle:thin:@host?password=secret", "", "", query)) {
            assertThatThrownBy(other::start)
                    .hasStackTraceContaining(
                            "dialer.sql.url: no driver on the class path takes jdbc:oracle:…: expected its jar in ext/");
        }
    }
}
