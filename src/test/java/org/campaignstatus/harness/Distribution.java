package org.campaignstatus.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The tar.gz that the build has made, unpacked as an operator does it. */
public final class Distribution {

    private static final int PATIENCE_SECONDS = 240;

    private final Path home;

    private Distribution(Path home) {
        this.home = home;
    }

    /** @param folder where to unpack it */
    public static Distribution unpackedIn(Path folder) {
        String archive = System.getProperty("distribution");
        Ended tar = run(new ProcessBuilder("tar", "-xzf", archive, "-C", folder.toString()));
        if (tar.status() != 0) {
            throw new IllegalStateException(tar.output());
        }
        try (Stream<Path> unpacked = Files.list(folder)) {
            return new Distribution(
                    unpacked.filter(file -> file.getFileName().toString().startsWith("campaign-group-status-"))
                            .findFirst()
                            .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path home() {
        return home;
    }

    public Path file(String name) {
        return home.resolve(name);
    }

    public Path script() {
        return file("bin/campaign-group-status");
    }

    /** A command that has ended: its exit status, and its two outputs in one. */
    public record Ended(int status, String output) {}

    /** Runs a command to its end. */
    public static Ended run(ProcessBuilder command) {
        try {
            File output = File.createTempFile("output", ".txt");
            Process process = command.redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output)
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command.command() + " still runs after " + PATIENCE_SECONDS + " s: "
                        + Files.readString(output.toPath()));
            }
            String text = Files.readString(output.toPath(), StandardCharsets.UTF_8);
            Files.delete(output.toPath());
            return new Ended(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
