package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.ProgramArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newcomer copies the commands of the README, section "Your own receiver", one after the other. */
@Tag("process")
final class ReadmeTest {

    private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\n(.*?)```");

    private static final String BUILD = "mvn package -DskipTests && ";

    private final String receiverPort = Integer.toString(Ports.free());
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void theReceiverOfTheReadmeGetsTheSamples() throws Exception {
        List<String> commands = COMMANDS.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(block -> block.group(1).replace("8080", receiverPort))
                .toList();
        assertThat(commands).hasSize(3);
        assertThat(commands.get(0)).startsWith(BUILD);
        for (String each : List.of("application.properties", "log4j2.properties", "routes", "samples")) {
            copy(Path.of(each), folder.resolve(each));
        }

        Path got = run("receiver", onTheClassPath(commands.get(0).replace(BUILD, "")));
        awaitReceiver();
        Path output = run("program", onTheClassPath(commands.get(1)));
        await().until(() -> Files.readString(output).contains("started in"));
        run("events", commands.get(2));

        await().until(() -> Files.readString(got)
                .lines()
                .anyMatch(line -> line.matches(".* Renewals@Daytime +Active +[(]periodic[)] .*")));
        assertThat(Files.readString(got)).contains(" StopDialing ");
    }

    /** Nothing is packaged yet, and the management port may be taken. */
    private static String onTheClassPath(String command) {
        String jar = "-jar target/campaign-group-status.jar";
        assertThat(command).contains(jar);
        return command.replace("java ", "'" + String.join("' '", ProgramArchive.command()) + "' ")
                .replace(jar, "-Dcamel.management.port=" + Ports.free() + " org.campaignstatus.CampaignGroupStatus");
    }

    private void awaitReceiver() {
        await().ignoreExceptions().until(() -> {
            new Socket("127.0.0.1", Integer.parseInt(receiverPort)).close();
            return true;
        });
    }

    /** @return the file that gets its output */
    private Path run(String name, String commands) throws IOException {
        Path output = folder.resolve(name + ".out");
        Process process = new ProcessBuilder("sh", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        started.add(process);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }));
        return output;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
            }
        }
    }
}
