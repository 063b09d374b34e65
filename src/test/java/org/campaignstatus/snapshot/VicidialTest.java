package org.campaignstatus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;
import static org.campaignstatus.snapshot.DialerProgram.DIAL_MODE_CHANGED;
import static org.campaignstatus.snapshot.DialerProgram.LOADED;
import static org.campaignstatus.snapshot.DialerProgram.STARTED;
import static org.campaignstatus.snapshot.DialerProgram.STOPPED;
import static org.campaignstatus.snapshot.DialerProgram.UNLOADED;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The query for VICIdial that is shipped, on a MariaDB server with the columns as VICIdial defines them. */
@Tag("tools")
final class VicidialTest {

    private static final List<String> TABLES = List.of(
            "CREATE TABLE vicidial_campaigns (campaign_id VARCHAR(8) PRIMARY KEY NOT NULL, campaign_name VARCHAR(40),"
                    + " active ENUM('Y','N'), auto_dial_level VARCHAR(6) DEFAULT '0',"
                    + " dial_method ENUM('MANUAL','RATIO','ADAPT_HARD_LIMIT','ADAPT_TAPERED','ADAPT_AVERAGE','INBOUND_MAN',"
                    + "'SHARED_RATIO','SHARED_ADAPT_HARD_LIMIT','SHARED_ADAPT_TAPERED','SHARED_ADAPT_AVERAGE')"
                    + " DEFAULT 'MANUAL', adaptive_dropped_percentage VARCHAR(4) DEFAULT '3') ENGINE=MyISAM",
            "CREATE TABLE vicidial_campaign_stats (campaign_id VARCHAR(20) PRIMARY KEY NOT NULL, update_time TIMESTAMP,"
                    + " dialable_leads INT(9) UNSIGNED DEFAULT '0', calls_today INT(9) UNSIGNED DEFAULT '0',"
                    + " answers_today INT(9) UNSIGNED DEFAULT '0', drops_today DECIMAL(12,3) DEFAULT '0') ENGINE=MyISAM",
            "CREATE TABLE vicidial_live_agents (live_agent_id INT(9) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL,"
                    + " user VARCHAR(20), status ENUM('READY','QUEUE','INCALL','PAUSED','CLOSER','MQUEUE')"
                    + " DEFAULT 'PAUSED', campaign_id VARCHAR(8)) ENGINE=MyISAM");

    private static MariaDbServer server;

    private DialerProgram program;

    @BeforeAll
    static void startServer(@TempDir Path folder) {
        server = MariaDbServer.in(folder).start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void create(@TempDir Path folder) throws Exception {
        dial("DROP DATABASE IF EXISTS asterisk", "CREATE DATABASE asterisk", "USE asterisk");
        for (String table : TABLES) {
            dial(table);
        }
        dial(
                "INSERT INTO vicidial_campaigns VALUES ('SALES', 'Sales', 'N', '1.0', 'RATIO', '3'),"
                        + " ('RENEWALS', 'Renewals', 'Y', '2.5', 'ADAPT_AVERAGE', '2.6'), ('OTHER', 'Other', 'N', '0', 'MANUAL', '')",
                "INSERT INTO vicidial_campaign_stats (campaign_id) SELECT campaign_id FROM vicidial_campaigns",
                "CREATE USER IF NOT EXISTS reports IDENTIFIED BY 'sesame'");
        for (String table : List.of("vicidial_campaigns", "vicidial_campaign_stats", "vicidial_live_agents")) {
            dial("GRANT SELECT ON asterisk." + table + " TO reports");
        }
        program = new DialerProgram(
                folder,
                Configured.campaignGroups()
                        .with(1)
                        .with(2, "campaigngroup-states-interval", "1")
                        .json()
                        .replace(Configured.name(1), "SALES")
                        .replace(Configured.name(2), "RENEWALS"),
                server.url("asterisk"),
                "reports",
                "sesame",
                Path.of("dialers/vicidial.sql"));
        program.start();
        await().until(() -> program.kinds(2).contains(LOADED));
    }

    @AfterEach
    void close() {
        program.close();
    }

    private static void dial(String... statements) throws SQLException {
        server.run(Stream.concat(
                        Stream.of("CREATE DATABASE IF NOT EXISTS asterisk", "USE asterisk"), Stream.of(statements))
                .toList());
    }

    private static String agent(String user, String status) {
        return "INSERT INTO vicidial_live_agents (user, status, campaign_id) VALUES ('" + user + "', '" + status
                + "', 'SALES')";
    }

    private static String campaign(String columns) {
        return "UPDATE vicidial_campaigns SET " + columns + " WHERE campaign_id = 'SALES'";
    }

    private JsonNode sales(String... kinds) {
        await().until(() -> program.kinds(1).equals(List.of(kinds)));
        return program.last(1);
    }

    @Test
    void aDayOfACampaign() throws Exception {
        assertThat(program.kinds(1)).isEmpty();

        dial(campaign("active = 'Y'"));
        JsonNode loaded = sales(LOADED);
        assertThat(loaded.path("GSW_CAMPAIGN_GROUP_NAME").asText()).isEqualTo("SALES");
        assertThat(loaded.path("GSW_CAMPAIGN_GROUP_STATUS").asInt()).isEqualTo(4);

        dial(
                "UPDATE vicidial_campaign_stats SET calls_today = 400, answers_today = 100, drops_today = 2.5"
                        + " WHERE campaign_id = 'SALES'",
                agent("anna", "INCALL"));
        JsonNode started = sales(LOADED, STARTED);
        assertThat(started.path("GSW_CAMPAIGN_GROUP_STATUS").asInt()).isEqualTo(5);
        assertThat(started.path("GSW_DIAL_MODE").asInt()).isEqualTo(6);

        dial(agent("bert", "QUEUE"), agent("cleo", "CLOSER"), agent("dora", "READY"), agent("emil", "PAUSED"));
        server.kill();
        await().until(() -> !program.problem().isEmpty());
        assertThat(program.problem()).contains("Connection refused").doesNotContain("sesame");
        server.start();
        await().until(() -> program.problem().isEmpty());

        dial(campaign("dial_method = 'SHARED_ADAPT_TAPERED', adaptive_dropped_percentage = '1.7'"));
        JsonNode changed = sales(LOADED, STARTED, DIAL_MODE_CHANGED);
        assertThat(changed.path("GSW_DIAL_MODE").asInt()).isEqualTo(1);
        assertThat(changed.path("GSW_OPTIMIZE_BY").asInt()).isEqualTo(2);
        assertThat(changed.path("GSW_OPTIMIZE_GOAL").asInt()).isEqualTo(2);
        assertThat(changed.path("GSW_STAT_BUSY_FACTOR").asDouble()).isEqualTo(0.5);
        assertThat(changed.path("GSW_STAT_HIT_RATIO").asDouble()).isEqualTo(0.25);
        assertThat(changed.path("GSW_STAT_OVERDIAL_RATE").asDouble()).isEqualTo(0.025);

        dial("DELETE FROM vicidial_live_agents");
        assertThat(sales(LOADED, STARTED, DIAL_MODE_CHANGED, STOPPED)
                        .path("GSW_STAT_BUSY_FACTOR")
                        .isNull())
                .isTrue();

        dial(campaign("active = 'N'"));
        sales(LOADED, STARTED, DIAL_MODE_CHANGED, STOPPED, UNLOADED);
        assertThat(program.kinds(2))
                .filteredOn(kind -> !kind.equals("periodic"))
                .containsExactly(LOADED);
        assertThat(program.count("campaignstatus_input_rejected_total", "source", "sql"))
                .as("the campaign that is not configured, counted once")
                .isEqualTo(1);
    }

    /** At midnight VICIdial sets all counts to 0, and then counts on. */
    @Test
    void midnight() throws Exception {
        count(5_000, 0.2, 1_000);
        count(5_100, 0.3, 900);
        assertThat(timeToComplete()).isPositive();

        dial("UPDATE vicidial_campaign_stats SET calls_today = 0, answers_today = 0, dialable_leads = 0");
        await().until(() -> hitRatio().isNull());
        assertThat(timeToComplete()).isNaN();

        count(100, 0.4, 2_000);
        count(200, 0.5, 1_900);
        assertThat(timeToComplete()).isPositive();
        assertThat(program.receiver().about("2"))
                .allSatisfy(notification -> assertThat(
                                notification.path("GSW_STAT_TIME_TO_COMPLETE").asDouble())
                        .isNotNegative());
        assertThat(program.kinds(2))
                .filteredOn(kind -> !kind.equals("periodic"))
                .containsExactly(LOADED);
    }

    /** Sets the counts of today, and waits until the receiver got the hit ratio that they make. */
    private void count(int calls, double hitRatio, int dialable) throws SQLException {
        dial("UPDATE vicidial_campaign_stats SET calls_today = " + calls + ", answers_today = "
                + Math.round(calls * hitRatio) + ", dialable_leads = " + dialable
                + " WHERE campaign_id = 'RENEWALS'");
        await().until(() -> hitRatio().asDouble() == hitRatio);
    }

    private JsonNode hitRatio() {
        return program.last(2).path("GSW_STAT_HIT_RATIO");
    }

    private double timeToComplete() {
        JsonNode value = program.last(2).path("GSW_STAT_TIME_TO_COMPLETE");
        return value.isNull() ? Double.NaN : value.asDouble();
    }
}
