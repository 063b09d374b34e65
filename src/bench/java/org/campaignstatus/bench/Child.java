package org.campaignstatus.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java virtual machine of its own, which is asked on its standard input and answers on its standard output, with
 * lines that begin with "= ". Its output is kept in out.txt of its folder.
 */
final class Child implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern HEAP = Pattern.compile("(\\d+)M->(\\d+)M\\(");

    private final Path folder;
    private final boolean isRecorded;
    private final Process process;
    private final PrintStream in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** What the garbage collector has told, in MiB. @param live what was left after the last collection, a full one */
    record Heap(long peak, long live) {}

    /** @param arguments of the command java */
    Child(Path folder, List<String> arguments) throws IOException {
        this(folder, new ProcessBuilder(java(arguments)));
    }

    /** @param program becomes that virtual machine */
    Child(Path folder, ProcessBuilder program) throws IOException {
        this.folder = Files.createDirectories(folder);
        isRecorded = program.command().stream().anyMatch(argument -> argument.startsWith("-XX:StartFlightRecording"));
        process = program.directory(folder.toFile()).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "output of " + folder.getFileName());
        reader.setDaemon(true);
        reader.start();
    }

    private static List<String> java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xlog:gc:file=gc.log");
        command.addAll(arguments);
        return command;
    }

    private void read() {
        try (BufferedReader from = process.inputReader(StandardCharsets.UTF_8);
                PrintStream to = new PrintStream(folder.resolve("out.txt").toFile(), StandardCharsets.UTF_8)) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                to.println(line);
                lines.add(line);
            }
        } catch (IOException e) {
            // it was killed
        }
    }

    /** @return the first line not yet looked at that has the text in it */
    String await(String text) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end && (process.isAlive() || !lines.isEmpty())) {
                String line = lines.poll(100, TimeUnit.MILLISECONDS);
                if (line != null && line.contains(text)) {
                    return line;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("no '" + text + "' in " + folder.resolve("out.txt"));
    }

    /** @return the answer to a command */
    String ask(String command) {
        in.println(command);
        return await("= ").substring(2);
    }

    /** Gives a command that takes a while; {@link #await} its answer. */
    void tell(String command) {
        in.println(command);
    }

    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** @return resident memory in MiB. @param line VmRSS for now, VmHWM for the peak */
    long resident(String line) {
        try (BufferedReader status = Files.newBufferedReader(Path.of("/proc/" + process.pid() + "/status"))) {
            return status.lines()
                    .filter(text -> text.startsWith(line + ":"))
                    .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** @return how many descriptors it has open */
    int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) open.count();
        }
    }

    int threads() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            return (int) threads.count();
        }
    }

    /** Has the garbage collected. @return the largest heap so far, and what is left */
    Heap heap() {
        try {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("jcmd.txt").toFile())
                    .start()
                    .waitFor();
            long peak = 0;
            long live = 0;
            Matcher heap = HEAP.matcher(Files.readString(folder.resolve("gc.log")));
            while (heap.find()) {
                peak = Math.max(peak, Long.parseLong(heap.group(1)));
                live = Long.parseLong(heap.group(2));
            }
            return new Heap(peak, live);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it has ended by itself, and well. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException("it failed, see " + folder.resolve("out.txt"));
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as an operator does. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor(1, TimeUnit.MINUTES);
    }

    /** Ends it at once, unless it is being recorded: a recording is written at an orderly end. */
    @Override
    public void close() {
        try {
            if (isRecorded) {
                stop();
            }
            process.destroyForcibly();
            process.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
