package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.PostgresServer;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be remembered is not sent, and not lost. */
@Tag("process")
class DatabaseDownTest {

    private static final String QUEUE = "campaigngroup.lifecycle";

    /** Campaign groups: one with periodic notifications, one that is told of in files, one that is told of in messages. */
    private static final int PERIODIC = 1;

    private static final int FROM_FILES = 2;
    private static final int FROM_QUEUE = 3;

    @TempDir
    Path folder;

    private Receiver receiver;
    private PostgresServer postgres;
    private RunningProgram program;

    @BeforeEach
    void aProgram() {
        receiver = Receiver.start();
        program = RunningProgram.in(folder.resolve("program"))
                .configuredBy(Configured.campaignGroups()
                        .with(PERIODIC, "campaigngroup-states-interval", "1")
                        .with(FROM_FILES)
                        .with(FROM_QUEUE)
                        .json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0");
    }

    @AfterEach
    void end() {
        program.close();
        receiver.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    private void onPostgres() {
        postgres = PostgresServer.in(folder).start();
        program.with("database.url", postgres.url())
                .with("database.username", PostgresServer.USER)
                .with("lifecycle.jms.enabled", "true");
    }

    @Test
    void whileTheDatabaseIsAwayEventsWaitAndPeriodicMessagesPause() throws Exception {
        onPostgres();
        program.start();
        program.handInLifecycle("active.json", Configured.event("loaded", PERIODIC));
        waiting().until(() -> about(PERIODIC).size() >= 2);
        send(Configured.event("loaded", FROM_QUEUE, 1));
        waiting().until(() -> about(FROM_QUEUE).size() == 1);
        waiting().until(this::isReady);

        postgres.kill();
        awaitProblem("the database cannot be used");
        assertThat(program.health("health/live").status()).isEqualTo(200);
        int before = receiver.requests().size();
        program.handInLifecycle(
                "waits.jsonl",
                Configured.event("loaded", FROM_FILES, 1) + "\n" + Configured.event("started", FROM_FILES, 2));
        send(Configured.event("started", FROM_QUEUE, 2), Configured.event("stopped", FROM_QUEUE, 3));
        waiting().until(() -> program.logged("ERROR").size() == 1);
        assertThat(receiver.requests()).hasSize(before);
        assertThat(inbox().waiting()).containsExactly("waits.jsonl");

        postgres.start();
        waiting().until(() -> about(FROM_FILES).size() == 2 && about(FROM_QUEUE).size() == 3);
        assertThat(about(FROM_FILES)).extracting(DatabaseDownTest::actor).containsExactly(1, 2);
        assertThat(about(FROM_QUEUE)).extracting(DatabaseDownTest::actor).containsExactly(1, 2, 3);
        waiting().until(this::isReady);
        int periodic = about(PERIODIC).size();
        waiting().until(() -> about(PERIODIC).size() >= periodic + 2);
        waiting().until(() -> inbox().waiting().isEmpty());
        awaitEmptyQueue();
        assertThat(program.says("The database can be used again")).isTrue();
    }

    @Test
    void theDatabaseMayStartAfterTheProgram() throws Exception {
        onPostgres();
        postgres.kill();
        program.start();
        assertThat(program.health("health/ready").status()).isEqualTo(503);
        program.handInLifecycle("waits.json", Configured.event("loaded", FROM_FILES, 1));

        postgres.start();
        waiting().until(() -> about(FROM_FILES).size() == 1);
    }

    @Test
    void stoppedWhileTheDatabaseIsAwayTheProgramLeavesTheEventsWhereTheyAre() throws Exception {
        onPostgres();
        program.with("http-response-timeout", "1").start();
        waiting().until(this::isReady);
        postgres.kill();
        awaitProblem("the database cannot be used");
        program.handInLifecycle("waits.json", Configured.event("loaded", FROM_FILES, 1));
        send(Configured.event("loaded", FROM_QUEUE, 1));
        program.terminate();
        program.exitStatus();
        assertThat(receiver.requests()).isEmpty();
        assertThat(inbox().waiting()).containsExactly("waits.json");

        postgres.start();
        program.start();
        waiting().until(() -> about(FROM_FILES).size() == 1 && about(FROM_QUEUE).size() == 1);
        awaitEmptyQueue();
    }

    @Test
    void aWrongUserIsRejectedAtTheStart() {
        onPostgres();
        program.with("database.username", "nobody-of-that-name").launch();

        assertThat(program.exitStatus()).isEqualTo(1);
        assertThat(program.errors())
                .containsExactly("Cannot start: database.url is '" + postgres.url()
                        + "': the database cannot be used: FATAL: role \"nobody-of-that-name\" does not exist");
    }

    @Test
    void withAFullDiskEventsWaitInTheInbox() {
        String full = "jdbc:sqlite:data/state.db?max_page_count=12";
        program.with("database.url", full).start();
        String events = Configured.event("loaded", FROM_FILES, 1).replace("}", ",\"id\":\"%d\"}\n");
        StringBuilder lines = new StringBuilder();
        for (int id = 0; id < 2_000; id++) {
            lines.append(events.formatted(id));
        }
        program.handInLifecycle("many.jsonl", lines.toString());
        awaitProblem("database or disk is full");
        assertThat(program.logged("ERROR"))
                .singleElement()
                .asString()
                .contains("The database cannot be used", "database or disk is full");
        assertThat(inbox().waiting()).containsExactly("many.jsonl");

        program.close();
        program.with("database.url", "jdbc:sqlite:data/state.db").start();
        waiting().until(() -> inbox().waiting().isEmpty());
        assertThat(about(FROM_FILES).size()).isBetween(1_990, 2_000);
    }

    @Test
    void aDatabaseThatMayNotBeWrittenToIsRejectedAtTheStart() throws Exception {
        program.start();
        program.handInLifecycle("a.json", Configured.event("loaded", FROM_FILES, 1));
        waiting().until(() -> about(FROM_FILES).size() == 1);
        program.terminate();
        program.exitStatus();

        program.handInLifecycle("b.json", Configured.event("started", FROM_FILES, 2));
        Path data = program.file("data");
        Files.setPosixFilePermissions(
                data.resolve("campaign-group-status.db"), PosixFilePermissions.fromString("r--r--r--"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
        program.withoutPrivileges().launch();
        assertThat(program.exitStatus()).isEqualTo(1);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(program.errors())
                .singleElement()
                .asString()
                .matches(
                        "Cannot start: application.properties, line \\d+: database.url: the folder './data' cannot be written to, "
                                + "or cannot be made");
        assertThat(inbox().waiting()).containsExactly("b.json");
    }

    @Test
    void aFolderInWhichNothingCanBeCreatedIsRejectedAtTheStart() {
        program.with("database.url", "jdbc:sqlite:/proc/1/data/state.db").launch();

        assertThat(program.exitStatus()).isEqualTo(1);
        assertThat(program.errors())
                .singleElement()
                .asString()
                .isEqualTo(
                        "Cannot start: system property or environment variable: database.url: the folder '/proc/1/data'"
                                + " cannot be written to, or cannot be made");
    }

    @Test
    void aFileThatIsNoDatabaseIsRejectedAtTheStart() throws Exception {
        program.write("data/state.db", "this is not a database, and long enough to be sure of it".repeat(100));
        program.with("database.url", "jdbc:sqlite:data/state.db").launch();

        assertThat(program.exitStatus()).isEqualTo(1);
        assertThat(program.errors()).singleElement().asString().contains("file is not a database");
        assertThat(Files.readString(program.file("data/state.db"))).startsWith("this is not");
    }

    @Test
    void aDatabaseFileAndAnInboxBelongToOneProcess() {
        program.start();
        String database = "jdbc:sqlite:" + program.file("data/campaign-group-status.db");
        assertThat(rejectionOfASecond("database.url", database)).contains("database is locked");
        String inbox = program.file("inbox/lifecycle").toString();
        assertThat(rejectionOfASecond("lifecycle.file.directory", inbox))
                .isEqualTo("Cannot start: lifecycle.file.directory is '" + inbox
                        + "': somebody else takes files from it, and a file must not be taken twice");
    }

    private String rejectionOfASecond(String key, String value) {
        try (RunningProgram second = RunningProgram.in(folder.resolve("second with " + key))
                .configuredBy(Configured.campaignGroups().with(1).json())
                .with(key, value)
                .launch()) {
            assertThat(second.exitStatus()).isEqualTo(1);
            assertThat(second.errors()).hasSize(1);
            return second.errors().get(0);
        }
    }

    private boolean isReady() {
        return program.health("health/ready").status() == 200;
    }

    /** Waits until the program is not ready and says why. */
    private void awaitProblem(String problem) {
        waiting()
                .until(() -> program.health("health/ready").status() == 503
                        && program.health("health/ready").page().toString().contains(problem));
    }

    private InboxFolder inbox() {
        return new InboxFolder(program.file("inbox/lifecycle"));
    }

    private void send(String... events) throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(program.brokerUrl());
                JMSContext context = factory.createContext()) {
            Broker.awaitListener(factory, QUEUE);
            for (String event : events) {
                context.createProducer().send(context.createQueue(QUEUE), event);
            }
        }
    }

    private void awaitEmptyQueue() throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(program.brokerUrl());
                Broker broker = Broker.connect(factory)) {
            waiting().until(() -> broker.count(QUEUE) + broker.count(QUEUE + ".ordered") == 0);
        }
    }

    private List<JsonNode> about(int group) {
        return receiver.about(Integer.toString(group));
    }

    private static int actor(JsonNode notification) {
        return notification.get("GSW_CAMPAIGN_GROUP_ACTOR").intValue();
    }
}
