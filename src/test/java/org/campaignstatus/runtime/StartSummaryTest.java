package org.campaignstatus.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last lines of the start. */
final class StartSummaryTest {

    @TempDir
    private Path folder;

    @Test
    void theStartEndsWithWhatRunsAndWhatIsOff() throws Exception {
        Program program = Program.in(folder)
                .sendingTo("http://127.0.0.1:9/states?key=4711")
                .with("statistics.file.enabled", "false")
                .configuredBy(Configured.campaignGroups().with(1).with(2).json());
        try (program;
                LogCapture log = LogCapture.start()) {
            program.start();
            List<String> lines = log.messages("campaignstatus");
            assertThat(lines.subList(lines.size() - 4, lines.size()))
                    .containsExactly(
                            "2 campaign groups in " + folder + "/configuration.json; notifications go to"
                                    + " http://127.0.0.1:9/states (campaign groups: 2)",
                            "Inputs: events from " + folder + "/inbox/lifecycle",
                            "Off: lifecycle.jms.enabled, statistics.file.enabled, statistics.jms.enabled,"
                                    + " ingest.http.enabled, dialer.sql.enabled, notification.failed",
                            "campaign-group-status " + Application.version()
                                    + " is ready; status page: http://127.0.0.1:"
                                    + program.setting("camel.management.port") + "/");
        }
    }
}
