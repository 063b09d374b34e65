package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be moved out of its inbox, while the archive can be written to. */
@Tag("process")
final class UnarchivedFilesTest {

    @TempDir
    private Path folder;

    private final Receiver receiver = Receiver.start();
    private RunningProgram program;

    @AfterEach
    void end() {
        program.close();
        receiver.close();
    }

    @Test
    void itStaysWhereItIsWithoutACopyAndIsToldOnce() throws IOException {
        program = RunningProgram.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .withoutPrivileges()
                .start();
        InboxFolder inbox = new InboxFolder(program.file("inbox/lifecycle"));
        program.handInLifecycle("first.json", Configured.event("loaded", 1));
        inbox.awaitTaken("first.json");

        program.handInLifecycle("second.json", Configured.event("started", 1));
        allow("r-xr-xr-x");
        waiting().until(() -> program.metrics().sum("campaignstatus_events_duplicate_total") >= 2);
        assertThat(program.metrics().sum("campaignstatus_input_stuck", "source", "file"))
                .isEqualTo(1);
        assertThat(receiver.requests()).hasSize(2);
        assertThat(inbox.named(".done", "")).containsExactly("first.json");

        allow("rwxr-xr-x");
        inbox.awaitTaken("second.json");
        assertThat(inbox.named(".done", "")).containsExactlyInAnyOrder("first.json", "second.json");
        assertThat(receiver.requests()).hasSize(2);
    }

    private void allow(String permissions) throws IOException {
        Files.setPosixFilePermissions(program.file("inbox/lifecycle"), PosixFilePermissions.fromString(permissions));
    }
}
