package org.campaignstatus.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Distribution;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** An unpacked distribution with one campaign group, and processes that end with the test. */
abstract class DistributionSetup {

    @TempDir
    Path folder;

    final Receiver receiver = Receiver.start();
    private final List<Process> processes = new ArrayList<>();
    Distribution distribution;
    Process program;

    /** @param where an empty folder */
    final void unpackInto(Path where) throws IOException {
        distribution = Distribution.unpackedIn(where);
        write("configuration.json", Configured.campaignGroups().with(1).json());
    }

    @AfterEach
    final void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
        receiver.close();
    }

    /**
     * Starts the program with notifications to the receiver, and waits until its routes run.
     *
     * @param script how the start script is called; run in {@link #folder}
     * @param options of the virtual machine
     */
    final void start(String script, String options) throws IOException {
        ProcessBuilder command = new ProcessBuilder(script);
        command.environment().put("JAVA_OPTS", options + " -Dcamel.management.port=" + Ports.free());
        command.environment().put("SEND_CAMPAIGNGROUP_STATES", "true");
        command.environment().put("CAMPAIGNGROUP_STATES_URI", receiver.uri("/"));
        command.environment().put("CAMPAIGNGROUP_STATES_INTERVAL", "0");
        program = background("log.txt", command);
        await().until(() -> log().contains("started in") || !program.isAlive());
        assertThat(program.isAlive()).as(log()).isTrue();
    }

    /** @param output the name of a file in {@link #folder} */
    final Process background(String output, ProcessBuilder command) throws IOException {
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = command.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile())
                .start();
        processes.add(process);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    final String log() throws IOException {
        return new String(Files.readAllBytes(folder.resolve("log.txt")), StandardCharsets.UTF_8);
    }

    final void handIn(String name, String event) throws IOException {
        Path file = write(name, Configured.event(event, 1));
        Files.move(file, distribution.file("inbox/lifecycle").resolve(name));
    }

    final Path write(String name, String text) throws IOException {
        return Files.writeString(distribution.file(name), text);
    }
}
