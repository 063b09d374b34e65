package org.campaignstatus.process;

import java.nio.file.Path;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A program as shipped, with one campaign group, that a test starts. */
@Tag("process")
abstract class ShippedSetup {

    @TempDir
    Path folder;

    RunningProgram program;

    @BeforeEach
    final void everythingIsAsShipped() {
        program = RunningProgram.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).json());
    }

    @AfterEach
    final void endTheProgram() {
        program.close();
    }
}
