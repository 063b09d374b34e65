package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.nio.file.Path;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of services in Compose files may have an underscore, which java.net.URI does not take for a host's. */
@Tag("process")
class UnderscoreHostTest {

    @TempDir
    Path folder;

    @Test
    void aReceiverWhoseHostHasAnUnderscoreIsDeliveredTo() {
        try (Receiver receiver = Receiver.start();
                RunningProgram program = RunningProgram.in(folder)) {
            program.write("hosts", "127.0.0.1 report_server\n");
            program.configuredBy(Configured.campaignGroups().with(1).json())
                    .sendingTo("http://report_server:" + receiver.port() + "/states?a=%2B")
                    .with("campaigngroup-states-interval", "0")
                    .with("jdk.net.hosts.file", folder.resolve("hosts").toString())
                    .start();
            program.handInLifecycle("1.json", Configured.event("loaded", 1));
            waiting().until(() -> !receiver.requests().isEmpty());
            Receiver.Request request = receiver.requests().get(0);
            assertThat(request.target()).isEqualTo("/states?a=%2B");
            assertThat(request.headers()).containsEntry("host", "report_server:" + receiver.port());
        }
    }
}
