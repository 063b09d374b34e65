package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.PostgresServer;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Campaign groups, their states and statistics as the page gets them. */
final class PageCampaignGroupsTest extends PageSetup {

    @Test
    void campaignGroupsAreShownInWords() throws Exception {
        try (Receiver receiver = Receiver.start();
                Program program = program(3).sendingTo(receiver.uri("/")).start()) {
            program.lifecycleInbox().process("a.jsonl", """
                    {"event": "loaded", "campaignGroup": 1, "actor": 2, "time": "2026-11-23T08:30:00Z"}
                    {"event": "started", "campaignGroup": 2, "actor": 1, "time": "2026-11-23T08:31:00Z", \
                    "dialMode": "Predict", "optimizeBy": "BusyFactor", "optimizeGoal": 80}
                    """);
            Instant now = Instant.now();
            JsonNode status = ask(program, "");

            JsonNode running = status.at("/groups/rows/0");
            assertThat(words(running, "name", "status", "meaning", "dialMode", "optimization"))
                    .containsExactly(Configured.name(2), "Running", "dialling", "Predictive", "busy factor at 80 %");
            assertThat(words(running.get("last"), "action", "actor", "time"))
                    .containsExactly("Started", "by a client", "2026-11-23T08:31:00Z");
            assertThat(Instant.parse(running.get("next").asText()))
                    .isBetween(now.minusSeconds(60), now.plusSeconds(11));
            JsonNode active = status.at("/groups/rows/1");
            assertThat(words(active, "name", "status", "meaning", "dialMode"))
                    .containsExactly(Configured.name(1), "Active", "loaded, not dialling", "");
            assertThat(active.at("/last/actor").asText()).isEqualTo("by the schedule");
            JsonNode idle = status.at("/groups/rows/2");
            assertThat(words(idle, "status", "noNext")).containsExactly("Not loaded", "");
            assertThat(idle.get("last").isNull()).isTrue();
            assertThat(status.get("counts"))
                    .isEqualTo(JSON.readTree("{\"all\": 3, \"running\": 1, \"active\": 1, \"notLoaded\": 1}"));
        }
    }

    @Test
    void theLastChangeIsShownAfterARestart() throws Exception {
        try (Program program = program(1).start()) {
            program.lifecycleInbox().process("a.json", """
                    {"event": "stopped", "campaignGroup": 1, "actor": 3, "time": "2026-11-23T08:30:00.5Z"}""");
        }
        try (Program program = program(1).start()) {
            JsonNode last = ask(program, "").at("/groups/rows/0/last");
            assertThat(words(last, "action", "actor", "time"))
                    .containsExactly("Stopped", "by the dialer itself", "2026-11-23T08:30:00.500Z");
        }
    }

    @Test
    void itSaysWhyThereIsNoPeriodicMessage() throws Exception {
        try (Program program = Program.in(folder)
                .sendingTo("http://127.0.0.1:1/")
                .configuredBy(Configured.campaignGroups()
                        .with(1, "campaigngroup-states-interval", "0")
                        .with(2, "send-campaigngroup-states", "false")
                        .json())
                .start()) {
            program.lifecycleInbox()
                    .process("a.jsonl", Configured.event("loaded", 1) + "\n" + Configured.event("loaded", 2));
            assertThat(ask(program, "").at("/groups/rows"))
                    .extracting(row -> row.get("noNext").asText())
                    .containsExactly("none: the interval is 0", "none: notifications are off");
        }
    }

    @Test
    void newStatisticsAreTheLatestOfTheirChart() throws Exception {
        try (Program program = program(1).start()) {
            assertThat(ask(program, "").at("/groups/rows/0/statistics/busyFactor"))
                    .isEmpty();
            program.statisticsInbox().process("a.json", """
                    {"campaignGroup": 1, "values": {"busyFactor": 0.85, "timeToComplete": 600}}""");
            JsonNode statistics = ask(program, "").at("/groups/rows/0/statistics");
            assertThat(statistics.get("busyFactor")).hasSize(60);
            assertThat(statistics.at("/busyFactor/59").asDouble()).isEqualTo(0.85);
            assertThat(statistics.at("/busyFactor/0").isNull()).isTrue();
            assertThat(statistics.at("/timeToComplete/59").asDouble()).isEqualTo(600);
            assertThat(statistics.get("hitRatio")).isEmpty();
        }
    }

    @Test
    void campaignGroupsAreFoundByNameAndShownAPageAtATime() throws Exception {
        try (Program program = program(1_001).start()) {
            program.lifecycleInbox().process("a.json", event("started", 777));

            JsonNode first = ask(program, "").get("groups");
            assertThat(words(first, "matches", "page", "pages", "from")).containsExactly("1001", "1", "41", "1");
            assertThat(first.get("rows")).hasSize(25);
            assertThat(first.at("/rows/0/dbid").asInt()).isEqualTo(777);
            JsonNode last = ask(program, "page=4000").get("groups");
            assertThat(words(last, "page", "from")).containsExactly("41", "1001");
            assertThat(last.get("rows")).hasSize(1);

            JsonNode found = ask(program, "search=" + encoded("cAMPAIGN77@")).get("groups");
            assertThat(found.get("matches").asInt()).isEqualTo(1);
            assertThat(found.at("/rows/0/name").asText()).isEqualTo(Configured.name(77));
            assertThat(dbids(ask(program, "search=777"))).containsExactly(777);
            assertThat(dbids(ask(program, "show=running"))).containsExactly(777);
            assertThat(ask(program, "show=not-loaded").at("/groups/matches").asInt())
                    .isEqualTo(1_000);
            assertThat(ask(program, "search=" + encoded("nobody <b>"))
                            .at("/groups/matches")
                            .asInt())
                    .isZero();
        }
    }

    @Tag("endurance")
    @Test
    void whileTheDatabaseIsAwayThePageOpensAndSaysSo() throws Exception {
        try (LogCapture log = LogCapture.provoking("campaignstatus.database");
                PostgresServer postgres =
                        PostgresServer.in(folder.resolve("server")).start();
                Program program = program(2)
                        .with("database.url", postgres.url())
                        .with("database.username", PostgresServer.USER)
                        .start()) {
            program.lifecycleInbox().process("a.json", event("started", 2));
            JsonNode before = ask(program, "");
            assertThat(dbids(before)).containsExactly(2, 1);
            assertThat(words(before.at("/groups/rows/0"), "status", "noNext"))
                    .containsExactly("Running", "none: notifications are off");
            assertThat(before.get("shared").asBoolean()).isTrue();

            postgres.kill();
            await().until(() -> !ask(program, "").at("/groups/problem").isNull());
            JsonNode away = await().until(
                            () -> ask(program, ""),
                            answer -> answer.at("/counts/running").isNull());
            assertThat(away.at("/groups/problem").asText()).startsWith("the database cannot be used: ");
            assertThat(away.at("/groups/rows"))
                    .extracting(row -> row.get("status").asText())
                    .containsOnly("Unknown");
            assertThat(away.get("health"))
                    .filteredOn(check -> check.get("name").asText().equals("database"))
                    .extracting(check -> check.get("works").asBoolean())
                    .containsExactly(false);
            assertThat(request(program, "GET", "/").statusCode()).isEqualTo(200);

            assertThat(log.lines()).anyMatch(line -> line.level() == Level.ERROR);

            postgres.start();
            await().until(() ->
                    ask(program, "").at("/groups/rows/0/status").asText().equals("Running"));
        }
    }
}
