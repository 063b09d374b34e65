package org.campaignstatus.process;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.PostgresServer;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that share the state and ask the same dialer's database, a table beside the state; one is killed. */
@Tag("process")
final class DialerNodesTest {

    private static final int GROUPS = 20;

    /** The notifications that may be under way from a node: what its death can cost. */
    private static final int CONNECTIONS = 2;

    @TempDir
    private Path folder;

    private final List<RunningProgram> nodes = new ArrayList<>();
    private Receiver receiver;
    private PostgresServer postgres;

    @BeforeEach
    void start() throws Exception {
        receiver = Receiver.start();
        postgres = PostgresServer.in(folder).start();
        dial("CREATE SCHEMA dialer");
        dial("CREATE TABLE dialer.campaign AS" + " SELECT id, 'not-loaded' AS status FROM generate_series(1, " + GROUPS
                + ") id");
        Stream.of("one", "other").map(this::node).forEach(nodes::add);
        nodes.forEach(RunningProgram::launch);
        waiting().until(() -> nodes.stream().allMatch(node -> node.says("started in")));
    }

    @AfterEach
    void end() {
        nodes.forEach(RunningProgram::close);
        receiver.close();
        postgres.close();
    }

    private RunningProgram node(String name) {
        Configured groups = Configured.campaignGroups();
        IntStream.rangeClosed(1, GROUPS).forEach(groups::with);
        RunningProgram node = RunningProgram.in(folder.resolve(name))
                .configuredBy(groups.json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("http-connection-pool-size", Integer.toString(CONNECTIONS))
                .with("dialer.sql.enabled", "true")
                .with("dialer.sql.url", postgres.url())
                .with("dialer.sql.username", PostgresServer.USER)
                .with("dialer.sql.poll-interval", "1")
                .with("dialer.sql.query", "query.sql")
                .with("database.url", postgres.url())
                .with("database.username", PostgresServer.USER);
        node.write("query.sql", "SELECT id AS campaign_group, status FROM dialer.campaign");
        return node;
    }

    private void dial(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url(), PostgresServer.USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void all(String status) throws SQLException {
        dial("UPDATE dialer.campaign SET status = '" + status + "'");
    }

    @Test
    void eachChangeIsToldOnceAndANodeThatDiesStopsNothing() throws Exception {
        all("running");
        assertTold("loaded", "started");
        all("loaded");
        assertTold("loaded", "started", "stopped");
        assertThat(nodes.stream().mapToDouble(DialerNodesTest::accepted).sum()).isEqualTo(3 * GROUPS);

        all("running");
        waiting().until(() -> receiver.requests().size() > 3 * GROUPS);
        nodes.get(0).close();
        awaitStatus(5);
        all("not-loaded");
        waiting()
                .pollInterval(Duration.ofMillis(200))
                .until(() -> told().values().stream().allMatch(kinds -> kinds.contains("unloaded")));

        List<String> all = List.of("loaded", "started", "stopped", "started", "stopped", "unloaded");
        List<String> oneLess = List.of("loaded", "started", "stopped", "stopped", "unloaded");
        assertThat(told()).allSatisfy((group, kinds) -> assertThat(kinds).isIn(all, oneLess));
        assertThat(told().values())
                .as("what was under way when the node died")
                .filteredOn(oneLess::equals)
                .hasSizeLessThanOrEqualTo(CONNECTIONS);
    }

    /** Waits until all campaign groups have that status in the state that the nodes share. */
    private void awaitStatus(int status) {
        waiting()
                .pollInterval(Duration.ofMillis(200))
                .until(() -> postgres.query("SELECT count(*) FROM campaign_group_state WHERE status = " + status)
                        .equals(List.of(Integer.toString(GROUPS))));
    }

    private void assertTold(String... kinds) {
        waiting().until(() -> receiver.requests().size() >= kinds.length * GROUPS);
        assertThat(told())
                .hasSize(GROUPS)
                .allSatisfy((group, its) -> assertThat(its).containsExactly(kinds));
    }

    /** @return the kinds of the notifications of each campaign group, in their order */
    private Map<String, List<String>> told() {
        return receiver.requests().stream()
                .collect(groupingBy(
                        request ->
                                request.json().path("GSW_CAMPAIGN_GROUP_DBID").asText(),
                        mapping(request -> request.headers().get("ce-type").replaceFirst(".*[.]", ""), toList())));
    }

    private static double accepted(RunningProgram node) {
        return node.metrics().sum("campaignstatus_events_accepted_total", "source", "sql");
    }
}
