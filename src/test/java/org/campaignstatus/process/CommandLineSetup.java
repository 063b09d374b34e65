package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A program as shipped, with two campaign groups, started for one job of its command line. */
abstract class CommandLineSetup extends ShippedSetup {

    final Receiver receiver = Receiver.start();

    @BeforeEach
    final void twoCampaignGroups() {
        program.configuredBy(Configured.campaignGroups().with(1).with(2).json());
    }

    @AfterEach
    final void closeTheReceiver() {
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
