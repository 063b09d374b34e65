package org.campaignstatus.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * The program in a Java virtual machine of its own, in a folder of the test's own that holds what is shipped, started and
 * stopped as an operator does it: with files, system properties, environment variables and signals.
 */
public final class RunningProgram implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path folder;
    private final List<String> options = new ArrayList<>();
    private final List<String> launcher = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final String output;
    private final String errors;
    private String mainClass = "org.campaignstatus.CampaignGroupStatus";
    private Process process;

    private RunningProgram(Path folder, String name) {
        this.folder = folder;
        output = name + "out.txt";
        errors = name + "err.txt";
    }

    /** @return a second process with the same folder, system properties, environment and rights */
    public static RunningProgram beside(RunningProgram first) {
        RunningProgram second = new RunningProgram(first.folder, "second-");
        second.properties.putAll(first.properties);
        second.environment.putAll(first.environment);
        second.launcher.addAll(first.launcher);
        return second;
    }

    /** @param folder an empty folder */
    public static RunningProgram in(Path folder) {
        RunningProgram program = new RunningProgram(folder, "");
        program.with("camel.management.port", Integer.toString(Ports.free()));
        program.with("camel.beans.connectionFactory.port", Integer.toString(Ports.free()));
        ShippedRoutes.copyTo(folder.resolve("routes"));
        try {
            for (String file : List.of("application.properties", "log4j2.properties")) {
                Files.copy(Path.of(file), folder.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return program;
    }

    /** Sets a system property. */
    public RunningProgram with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    public RunningProgram without(String property) {
        properties.remove(property);
        return this;
    }

    public RunningProgram withEnvironment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** @param other than that of the program, for another runtime of Camel */
    public RunningProgram mainClass(Class<?> other) {
        mainClass = other.getName();
        return this;
    }

    /** @param option of the virtual machine, {@code -Xmx256m} for example */
    public RunningProgram withOption(String option) {
        options.add(option);
        return this;
    }

    /** @param words what stands behind the name of the jar */
    public RunningProgram asked(String... words) {
        arguments.addAll(List.of(words));
        return this;
    }

    /** Has the rights of files count for the program, even if it is root who runs it. */
    public RunningProgram withoutPrivileges() {
        if (System.getProperty("user.name").equals("root")) {
            launcher.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
        }
        return this;
    }

    /** Turns notifications on, to that URI. */
    public RunningProgram sendingTo(String uri) {
        return with("send-campaigngroup-states", "true").with("campaigngroup-states-uri", uri);
    }

    public RunningProgram configuredBy(String json) {
        write("configuration.json", json);
        return this;
    }

    /** Sets keys of application.properties in place of those that are shipped. */
    public RunningProgram settings(Map<String, String> settings) {
        write("application.properties", ShippedSettings.with(settings));
        return this;
    }

    public Path folder() {
        return folder;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Writes a file of the program's folder in place, as most editors do. */
    public void write(String name, String text) {
        try {
            Files.createDirectories(file(name).getParent());
            Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands in a file of lifecycle events by renaming it into place; the program takes it for stable. */
    public Path handInLifecycle(String name, String text) {
        try {
            Path target = file("inbox/lifecycle").resolve(name);
            Files.createDirectories(target.getParent());
            Path writing = target.resolveSibling(name + ".writing");
            Files.writeString(writing, text);
            Files.setLastModifiedTime(writing, FileTime.from(Instant.now().minusSeconds(2)));
            return Files.move(writing, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the program without waiting for anything. */
    public RunningProgram launch() {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(ProgramArchive.command());
        command.addAll(options);
        properties.forEach((property, value) -> command.add("-D" + property + "=" + value));
        command.add(mainClass);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(file(output).toFile())
                .redirectError(file(errors).toFile());
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            // a test run that is broken off leaves nothing behind
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Starts the program and waits until its routes run. */
    public RunningProgram start() {
        launch();
        waiting().until(() -> says("started in") || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("The program did not start: " + errors() + output());
        }
        return this;
    }

    /** Asks the program to stop, as an operator or a container does (SIGTERM), and goes on at once. */
    public void terminate() {
        process.destroy();
    }

    /** @return the exit status, once the program has ended */
    public int exitStatus() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The program still runs after " + PATIENCE + ": " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** @return the lines on the standard output so far */
    public List<String> output() {
        return lines(output);
    }

    /** @return the lines of the program on the standard error output so far, without those of the virtual machine */
    public List<String> errors() {
        return lines(errors).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                .toList();
    }

    /** @return the lines of the log of that level so far */
    public List<String> logged(String level) {
        return output().stream()
                .filter(line -> line.contains(" " + level + " "))
                .toList();
    }

    public boolean says(String text) {
        return output().stream().anyMatch(line -> line.contains(text));
    }

    private List<String> lines(String name) {
        try {
            return new String(Files.readAllBytes(file(name)), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param page below {@code /observe/}, {@code health/ready} for example */
    public Health health(String page) {
        return Health.ask(properties.get("camel.management.port"), page);
    }

    /** @return what the program tells Prometheus now */
    public Scrape metrics() {
        return Scrape.of(Integer.parseInt(properties.get("camel.management.port")));
    }

    /** @return the URL of the broker that is embedded in the program */
    public String brokerUrl() {
        return "tcp://127.0.0.1:" + properties.get("camel.beans.connectionFactory.port");
    }

    /** @return a wait with as much patience as a busy machine may need */
    public static ConditionFactory waiting() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
    }

    /** Ends the program at once (SIGKILL), if it still runs. */
    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            exitStatus();
        }
    }
}
