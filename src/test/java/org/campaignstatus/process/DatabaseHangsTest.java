package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.ManagementClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.PostgresServer;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a database does not answer, everybody who asks the program gets an answer. */
@Tag("process")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DatabaseHangsTest {

    /** More than an answer may take; a database that is asked does not answer at all. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int PERIODIC = 1;
    private static final int TOLD = 2;

    private static final HttpClient CLIENT = ManagementClient.create();

    private static int port;
    private static Receiver receiver;
    private static PostgresServer postgres;
    private static RunningProgram program;

    private int told;
    private int errors;

    @BeforeAll
    static void aProgramOnPostgres(@TempDir Path folder) {
        port = Ports.free();
        receiver = Receiver.start();
        postgres = PostgresServer.in(folder).start();
        program = RunningProgram.in(folder.resolve("program"))
                .configuredBy(Configured.campaignGroups()
                        .with(PERIODIC, "campaigngroup-states-interval", "1")
                        .with(TOLD)
                        .json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("http-response-timeout", "1")
                .with("camel.management.port", Integer.toString(port))
                .with("database.url", postgres.url())
                .with("database.username", PostgresServer.USER)
                .start();
        program.handInLifecycle("active.json", Configured.event("loaded", PERIODIC));
        waiting().until(() -> about(PERIODIC) >= 2);
    }

    private static int about(int group) {
        return receiver.about(Integer.toString(group)).size();
    }

    private void handInWhatWaits() {
        program.handInLifecycle("waits-%d.json".formatted(told), Configured.event("loaded", TOLD, told + 1));
    }

    @BeforeEach
    void whatWasBefore() {
        told = about(TOLD);
        errors = program.logged("ERROR").size();
    }

    @AfterAll
    static void end() {
        program.close();
        receiver.close();
        postgres.close();
    }

    private int status(String address) {
        try {
            return CLIENT.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Asks for everything at the same time, more often than there are threads. */
    private void assertThatEverybodyIsAnswered() {
        List<CompletableFuture<String>> answers = Stream.of(
                        "/observe/metrics",
                        "/observe/health/live",
                        "/observe/health/ready",
                        "/observe/health",
                        "/api/status")
                .flatMap(address -> Stream.generate(() -> address).limit(4))
                .map(address -> CompletableFuture.supplyAsync(() -> address + " " + status(address)))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "/observe/metrics 200",
                        "/observe/health/live 200",
                        "/observe/health/ready 503",
                        "/observe/health 503",
                        "/api/status 200");
    }

    private void awaitNotReady() {
        waiting().until(() -> status("/observe/health/ready") == 503);
    }

    private void assertThatItGoesOn() {
        waiting().until(() -> status("/observe/health/ready") == 200);
        waiting().until(() -> about(TOLD) == told + 1);
        int before = about(PERIODIC);
        waiting().until(() -> about(PERIODIC) >= before + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"campaign_group_state", "attempted_event", "campaign_group_state, attempted_event"})
    void aLockHoldsUpNobodyWhoAsks(String tables) throws Exception {
        try (Connection connection = DriverManager.getConnection(postgres.url(), PostgresServer.USER, "");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE " + tables + " IN ACCESS EXCLUSIVE MODE");
            handInWhatWaits();
            awaitNotReady();
            assertThatEverybodyIsAnswered();
            assertThatEverybodyIsAnswered();
            waiting().until(() -> program.logged("ERROR").size() == errors + 1);
            assertThat(program.logged("ERROR").get(errors)).contains("has not answered for");
            assertThat(about(TOLD)).isEqualTo(told);
            connection.rollback();
        }
        assertThatItGoesOn();
    }

    @Test
    void aServerThatIsStoppedHoldsUpNobodyWhoAsks() throws Exception {
        List<ProcessHandle> server = Stream.concat(
                        Stream.of(postgres.postmaster()), postgres.postmaster().descendants())
                .toList();
        signal("STOP", server);
        try {
            handInWhatWaits();
            awaitNotReady();
            assertThatEverybodyIsAnswered();
            assertThatEverybodyIsAnswered();
            assertThat(about(TOLD)).isEqualTo(told);
        } finally {
            signal("CONT", server);
        }
        assertThatItGoesOn();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aStopEndsWhileTheDatabaseHangs() throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url(), PostgresServer.USER, "");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE campaign_group_state, attempted_event IN ACCESS EXCLUSIVE MODE");
            handInWhatWaits();
            awaitNotReady();
            program.terminate();
            assertThat(program.exitStatus()).isEqualTo(143);
            connection.rollback();
        }
        assertThat(about(TOLD)).isEqualTo(told);
    }

    private static void signal(String name, List<ProcessHandle> processes) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of("kill", "-" + name),
                        processes.stream().map(ProcessHandle::pid).map(String::valueOf))
                .toList();
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
