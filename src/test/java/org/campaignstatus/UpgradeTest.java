package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.PostgresServer;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Scrape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database, application.properties and route files of the first version, made by that version. Its database had taken
 * e1 and e2 (campaign group 1), e3 (2), e4 and e5 (3), and had sent periodic messages about 1 (number 3) and 2 (number 2).
 */
final class UpgradeTest {

    private static final Path FORMER = Path.of("src/test/resources/upgrade");
    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final String TOPIC = "campaigngroup.statistics";

    private final Receiver receiver = Receiver.start();

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void formerFiles() throws IOException, SQLException {
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .with("statistics.jms.enabled", "true")
                .configuredBy(
                        Configured.campaignGroups().with(1).with(2).with(3).json());
        Files.createDirectories(folder.resolve("data"));
        Path database = Files.copy(FORMER.resolve("state.db"), folder.resolve("data/state.db"));
        attemptedToday(database);
        program.write("application.properties", Files.readString(FORMER.resolve("application.properties")));
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    /** Else lifecycle.ids.days would have passed. */
    private static void attemptedToday(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE attempted_event SET attempted = " + System.currentTimeMillis());
        }
    }

    private void withFormerRoutes() throws IOException {
        try (Stream<Path> routes = Files.list(FORMER.resolve("routes"))) {
            for (Path route : routes.toList()) {
                program.write("routes/" + route.getFileName(), Files.readString(route));
            }
        }
        String post = Files.readString(FORMER.resolve("routes/post.xml"));
        String step = "<setHeader name=\"X-Site\"><constant>Hall 4</constant></setHeader>";
        program.write("routes/post.xml", post.replace("<process id=\"describe\"", step + "<process id=\"describe\""));
        program.with("camel.main.routesIncludePattern", "file:" + folder + "/routes/*.xml");
    }

    @Test
    void stateAndNumbersGoOnAndNothingIsSentTwice() throws Exception {
        goesOn();
    }

    @Tag("endurance")
    @Test
    void soTheyDoInPostgreSql() throws Exception {
        try (PostgresServer postgres =
                PostgresServer.in(folder.resolve("server")).start()) {
            formerTables(postgres);
            program.with("database.url", postgres.url()).with("database.username", PostgresServer.USER);
            goesOn();
            program.close();
            assertThat(postgres.query("SELECT campaign_group, status FROM campaign_group_state ORDER BY 1"))
                    .containsExactly("1 5", "2 4", "3 4");
            assertThat(postgres.query("SELECT count(*) FROM attempted_event")).containsExactly("6");
        }
    }

    private static void formerTables(PostgresServer postgres) throws IOException, SQLException {
        String tables = Files.readString(FORMER.resolve("state-postgresql.sql"))
                .replace("${now}", Long.toString(System.currentTimeMillis()));
        try (Connection connection = DriverManager.getConnection(postgres.url(), PostgresServer.USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute(tables);
        }
    }

    private void goesOn() throws Exception {
        program.with("campaigngroup-states-interval", "1").start();
        await().until(() -> about(1).size() > 1 && about(2).size() > 1);
        program.handInLifecycle("again.jsonl", """
                {"id": "e2", "event": "started", "campaignGroup": 1}
                {"id": "e5", "event": "unloaded", "campaignGroup": 3}
                {"id": "e6", "event": "loaded", "campaignGroup": 3}
                """);
        await().until(() -> !about(3).isEmpty());

        assertThat(about(1)).startsWith("periodic 4", "periodic 5");
        assertThat(about(2)).startsWith("periodic 3", "periodic 4");
        assertThat(about(3)).startsWith("loaded 3");
        assertThat(receiver.requests())
                .noneMatch(request ->
                        List.of("e2", "e5").contains(request.headers().get("ce-id")));
        assertThat(receiver.about("1").get(0).path("GSW_OPTIMIZE_GOAL").asText())
                .isEqualTo("7");
    }

    @Test
    void routesThatASiteHasEditedGoOn() throws Exception {
        withFormerRoutes();
        try (LogCapture log = LogCapture.start()) {
            program.start();
            assertThat(log.lines()).noneMatch(line -> line.level().isMoreSpecificThan(Level.WARN));
            program.handInLifecycle("file.jsonl", "not JSON\n" + Configured.event("loaded", 3));
            await().until(() -> receiver.requests().size() == 1);
            assertThat(receiver.requests().get(0).headers()).containsEntry("x-site", "Hall 4");
            program.lifecycleInbox().awaitTaken("file.jsonl");
            assertThat(program.lifecycleInbox().failed("file.jsonl")).hasContent("not JSON");
        }
    }

    /** Their messages go to the queue of failed ones at once, and wait for nothing more. */
    @Test
    void rejectedMessagesOfFormerRoutesAreCountedAndNotWaitedFor() throws Exception {
        withFormerRoutes();
        program.start();
        try (Broker broker = program.broker()) {
            broker.send(QUEUE, "not JSON", Configured.event("loaded", 3));
            await().until(() -> receiver.requests().size() == 1);
            assertThat(broker.receive(QUEUE + ".failed")).isEqualTo("not JSON");
            broker.publish(TOPIC, "not JSON either");
            assertThat(broker.receive(TOPIC + ".failed")).isEqualTo("not JSON either");
        }
        await().untilAsserted(() -> assertThat(scrape().sum("campaignstatus_input_rejected_total", "source", "jms"))
                .isEqualTo(2));
    }

    private Scrape scrape() {
        return program.metrics();
    }

    /** @return kind and number of each notification about a campaign group */
    private List<String> about(int group) {
        return receiver.requests().stream()
                .filter(request -> request.headers().get("ce-subject").equals(Integer.toString(group)))
                .map(request -> request.headers().get("ce-type").replaceFirst(".*[.]", "") + " "
                        + Long.parseLong(request.headers().get("ce-sequence")))
                .toList();
    }
}
