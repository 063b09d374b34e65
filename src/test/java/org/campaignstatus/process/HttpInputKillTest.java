package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.nio.file.Path;
import java.util.List;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.IngestClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered 202 is notified, once, although the program is killed right after the answer. */
@Tag("process")
final class HttpInputKillTest {

    private static final int KILLS = 3;
    private static final int ALL = 2 * KILLS + 1;

    @TempDir
    private Path folder;

    private final Receiver receiver = Receiver.start();
    private RunningProgram program;

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void aKillAfterTheAnswerLosesNothingAndRepeatsNothing() {
        IngestClient client = new IngestClient(Ports.free());
        program = RunningProgram.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("ingest.http.enabled", "true")
                .with("ingest.http.port", Integer.toString(client.port()));
        for (int kill = 1; kill <= KILLS; kill++) {
            program.start();
            assertThat(post(client, 2 * kill - 1)).isEqualTo(202);
            assertThat(post(client, 2 * kill)).isEqualTo(202);
            program.close();
        }
        program.start();
        assertThat(post(client, ALL)).isEqualTo(202);

        waiting().until(() -> actors().contains(ALL));
        // an attempt that is under way at a kill is not repeated, and may not have arrived
        assertThat(actors()).isSorted().doesNotHaveDuplicates().hasSizeBetween(ALL - KILLS, ALL);
    }

    private static int post(IngestClient client, int actor) {
        return client.post("/lifecycle-events", Configured.event("dial-mode-changed", 1, actor))
                .statusCode();
    }

    private List<Integer> actors() {
        return receiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").asInt())
                .toList();
    }
}
