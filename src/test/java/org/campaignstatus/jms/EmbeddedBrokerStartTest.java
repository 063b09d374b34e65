package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import org.campaignstatus.harness.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artemis itself only logs what keeps it from starting. */
final class EmbeddedBrokerStartTest {

    @Test
    void theReasonThatItDoesNotStartIsLogged(@TempDir Path data) throws Exception {
        Path bindings = Files.createFile(data.resolve("bindings"));
        Throwable failure = catchThrowable(() -> new EmbeddedBroker(data, Ports.free(), "", ""));
        assertThat(failure).hasStackTraceContaining(bindings.toString());
    }
}
