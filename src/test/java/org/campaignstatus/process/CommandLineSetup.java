package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A program as shipped, started for one job of its command line. */
@Tag("process")
abstract class CommandLineSetup {

    final Receiver receiver = Receiver.start();

    @TempDir
    Path folder;

    RunningProgram program;

    @BeforeEach
    void everythingIsAsShipped() {
        program = RunningProgram.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).with(2).json());
    }

    @AfterEach
    void end() {
        program.close();
        receiver.close();
    }

    int statusOf(String... words) {
        return program.asked(words).launch().exitStatus();
    }

    void edit(String route, String text, String by) throws IOException {
        Path file = folder.resolve("routes").resolve(route);
        assertThat(Files.readString(file)).contains(text);
        Files.writeString(file, Files.readString(file).replace(text, by));
    }

    List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(folder::relativize)
                    .map(Path::toString)
                    .filter(name -> !name.endsWith("out.txt") && !name.endsWith("err.txt"))
                    .sorted()
                    .toList();
        }
    }
}
