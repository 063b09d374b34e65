package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand campaign groups in 256 MiB of heap, and twice that for the moment of an edit. */
@Tag("process")
class LargeConfigurationTest {

    private static final int GROUPS = 100_000;

    @TempDir
    Path folder;

    @Test
    void aHundredThousandCampaignGroupsAreConfiguredAndEdited() throws IOException {
        try (Receiver receiver = Receiver.start();
                RunningProgram program = RunningProgram.in(folder)
                        .withOption("-Xmx256m")
                        .sendingTo(receiver.uri("/"))
                        .with("campaigngroup-states-interval", "0")) {
            write(program.file("configuration.json"), GROUPS);
            program.start();
            waiting().until(() -> program.says(GROUPS + " campaign groups in configuration.json"));
            program.handInLifecycle("last.json", Configured.event("loaded", GROUPS));
            waiting().until(() -> receiver.about("" + GROUPS).size() == 1);

            write(program.file("configuration.json"), GROUPS + 1);
            waiting().until(() -> program.says("configuration.json has changed and is in force"));
            program.handInLifecycle("one-more.json", Configured.event("loaded", GROUPS + 1));
            waiting().until(() -> receiver.about("" + (GROUPS + 1)).size() == 1);
            assertThat(program.logged("ERROR")).isEmpty();
        }
    }

    private static void write(Path file, int groups) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("{\"campaignGroups\":[");
            for (int dbid = 1; dbid <= groups; dbid++) {
                out.write((dbid == 1 ? "" : ",\n")
                        + """
                        {"dbid": %1$d, "uuid": "%2$s", "name": "Campaign%1$d@Group%3$d", "tenant": {"name": "Environment",
                         "ccid": "9350e2fc-a1dd-4c65-8d40-1f75a2e080dd"}, "group": "Group%3$d", "campaign": "Campaign%1$d",
                         "campaignTemplate": "Collections", "voiceTransferDestination": "%4$d", "dialMode": "Predict",
                         "optimizeBy": "BusyFactor", "optimizeGoal": 80,
                         "callingLists": [{"dbid": %5$d, "name": "List%1$d"}],
                         "options": {"campaigngroup-states-interval": "0"}}""".formatted(dbid, new UUID(dbid, dbid), dbid % 100, 7000 + dbid % 50, 200 + dbid));
            }
            out.write("]}");
        }
    }
}
