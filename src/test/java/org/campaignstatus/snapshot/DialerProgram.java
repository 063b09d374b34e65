package org.campaignstatus.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;

/** The program with a dialer's database as its source, what its receiver got, and what it tells of the database. */
final class DialerProgram implements AutoCloseable {

    static final String LOADED = "loaded";
    static final String UNLOADED = "unloaded";
    static final String STARTED = "started";
    static final String STOPPED = "stopped";
    static final String DIAL_MODE_CHANGED = "dial-mode-changed";

    private final Receiver receiver = Receiver.start();
    private final Path folder;
    private final String configuration;
    private final String url;
    private final String user;
    private final String password;
    private final Path query;
    private final Map<String, Object> beans = new HashMap<>();
    private Program program;

    /** @param user who connects; empty for nobody */
    DialerProgram(Path folder, String configuration, String url, String user, String password, Path query) {
        this.folder = folder;
        this.configuration = configuration;
        this.url = url;
        this.user = user;
        this.password = password;
        this.query = query;
    }

    /** Puts a bean of the test's own in the place of the program's. */
    DialerProgram with(String bean, Object own) {
        beans.put(bean, own);
        return this;
    }

    /** Starts it, also once more in the same folder. */
    Program start() throws Exception {
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("dialer.sql.enabled", "true")
                .with("dialer.sql.url", url)
                .with("dialer.sql.username", user)
                .with("dialer.sql.password", password)
                .with("dialer.sql.query", query.toString())
                .with("dialer.sql.poll-interval", "1")
                .configuredBy(configuration);
        beans.forEach(program::withBean);
        return program.start();
    }

    Receiver receiver() {
        return receiver;
    }

    /** @return the kinds of the notifications about a campaign group, in their order */
    List<String> kinds(int group) {
        return receiver.requests().stream()
                .filter(request ->
                        request.json().path("GSW_CAMPAIGN_GROUP_DBID").asText().equals(Integer.toString(group)))
                .map(request -> request.headers().get("ce-type").replaceFirst(".*[.]", ""))
                .toList();
    }

    /** @return the last notification about a campaign group */
    JsonNode last(int group) {
        List<JsonNode> all = receiver.about(Integer.toString(group));
        return all.get(all.size() - 1);
    }

    /** @return what health says of the dialer's database; empty if all is well */
    String problem() {
        HealthCheck.Result check = program.health("dialer");
        boolean isUp = check.getState() == HealthCheck.State.UP;
        return isUp ? "" : check.getMessage().orElseThrow();
    }

    double count(String name, String... labels) {
        return program.metrics().sum(name, labels);
    }

    /** Does in the dialer's database what the dialer would do. */
    void dial(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    void stop() {
        program.close();
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
        receiver.close();
    }
}
