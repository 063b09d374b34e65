package org.campaignstatus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.campaignstatus.contract.OpenApi;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.IngestClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One program that takes requests, for all tests of a class; each test has a campaign group of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IngestSetup {

    static final String EVENTS = "/lifecycle-events";
    static final String STATISTICS = "/statistics";
    static final String STATES = "/campaign-group-states";

    static final int UNKNOWN_GROUP = 999;

    private static final int MOST_TESTS = 60;

    final Receiver receiver = Receiver.start();
    final IngestClient client = new IngestClient(Ports.free());

    Path folder;
    Program program;

    /** That of the test. */
    int group;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        Configured groups = Configured.campaignGroups();
        for (int dbid = 1; dbid <= MOST_TESTS; dbid++) {
            groups.with(dbid);
        }
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("ingest.http.enabled", "true")
                .with("ingest.http.port", Integer.toString(client.port()))
                .configuredBy(groups.json())
                .start();
    }

    @AfterAll
    void stop() {
        program.close();
        receiver.close();
    }

    @BeforeEach
    void nextGroup() {
        group++;
        await().until(() -> program.lifecycleInbox().waiting().isEmpty()
                && program.statisticsInbox().waiting().isEmpty());
    }

    /** The answer is one that the OpenAPI document describes. */
    HttpResponse<String> post(String path, String json, String... headers) {
        HttpResponse<String> answer = client.post(path, json, headers);
        OpenApi.assertDescribed(path, answer);
        return answer;
    }

    HttpResponse<String> postLines(String path, String lines, String... headers) {
        HttpResponse<String> answer = client.postLines(path, lines, headers);
        OpenApi.assertDescribed(path, answer);
        return answer;
    }

    static void assertAccepted(HttpResponse<String> answer, int count) {
        assertThat(answer.body()).isEqualTo("{\"accepted\": " + count + "}");
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    String event(String type) {
        return Configured.event(type, group);
    }

    String event(String type, int actor) {
        return Configured.event(type, group, actor);
    }

    /** @return the notifications about the campaign group of the test so far */
    List<JsonNode> notified() {
        return receiver.about(Integer.toString(group));
    }

    /** @return who caused them, by which a test can tell them apart */
    List<Integer> actors() {
        return notified().stream()
                .map(json -> json.get("GSW_CAMPAIGN_GROUP_ACTOR").asInt())
                .toList();
    }

    /** @return the actions that they are about */
    List<Integer> actions() {
        return notified().stream()
                .map(json -> json.get("GSW_CAMPAIGN_GROUP_ACTION").asInt())
                .toList();
    }

    /** @param inbox lifecycle or statistics */
    Path temporary(String inbox) {
        return folder.resolve("inbox").resolve(inbox).resolve(".http");
    }
}
