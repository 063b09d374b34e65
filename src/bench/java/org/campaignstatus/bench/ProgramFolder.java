package org.campaignstatus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** A folder that the program is started in, with the routes and the settings that are shipped. */
final class ProgramFolder {

    private final Path folder;
    private final Map<String, String> properties = new TreeMap<>();
    private final List<String> options = new ArrayList<>();
    private int handedIn;

    /** @param folder is emptied first */
    ProgramFolder(Path folder, Scale scale) throws IOException {
        this.folder = folder;
        delete(folder);
        Files.createDirectories(folder.resolve("routes"));
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            for (Path file : routes.toList()) {
                Files.copy(file, folder.resolve(file.toString()));
            }
        }
        for (String file : List.of("application.properties", "log4j2.properties")) {
            Files.copy(Path.of(file), folder.resolve(file));
        }
        options.add("-Xmx256m");
        options.addAll(scale.small() ? scale.options() : Build.collector());
        Stream.of(System.getProperty("bench.options", "").split(" "))
                .filter(option -> !option.isEmpty())
                .forEach(options::add);
        with("camel.management.port", Ports.free()).with("send-campaigngroup-states", true);
        with("campaigngroup-states-interval", 0);
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Sets a system property for the program. */
    ProgramFolder with(String property, Object value) {
        properties.put(property, value.toString());
        return this;
    }

    /** Sets a line of application.properties, which counts at once, also for a program that runs. */
    ProgramFolder setting(String key, Object value) throws IOException {
        properties.remove(key);
        Path file = folder.resolve("application.properties");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.removeIf(line -> line.startsWith(key + " ="));
        lines.add(key + " = " + value);
        Path writing = Files.write(folder.resolve("application.properties.writing"), lines);
        Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    String get(String property) {
        return properties.get(property);
    }

    Path path() {
        return folder;
    }

    /** All campaign groups have the same receiver. */
    ProgramFolder configured(int groups, String uri) throws IOException {
        return configured(groups, group -> "").with("campaigngroup-states-uri", uri);
    }

    ProgramFolder configured(int groups, IntFunction<String> options) throws IOException {
        Job.configure(folder.resolve("configuration.json"), groups, options);
        return this;
    }

    /** Events come from a queue of a remote broker. */
    ProgramFolder takingFrom(Broker broker, String queue) {
        return with("jms.broker-url", broker.url())
                .with("lifecycle.jms.enabled", true)
                .with("lifecycle.jms.queue", queue);
    }

    /** @return the program as it is shipped, started by its jar */
    Child start() throws IOException {
        return awaitReady(launch());
    }

    /** @return the program with another main class, of the benchmark */
    Child start(Class<?> main) throws IOException {
        return awaitReady(launch(List.of("-cp", Build.program(), main.getName())));
    }

    /** @return something else than the program, with the same settings; see its answer for when it is ready */
    Child peer(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("-cp", Build.classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return launch(command);
    }

    /** Leaves out the options of the virtual machine. */
    ProgramFolder asShipped() {
        options.clear();
        return this;
    }

    /** @return the program as it is shipped; it may not be ready yet */
    Child launch() throws IOException {
        return launch(List.of("-jar", Build.jar().toString()));
    }

    /** @return the program started by its script; it may not be ready yet */
    Child launch(Distribution distribution, Distribution.Java java) throws IOException {
        ProcessBuilder script = distribution.script(java);
        script.environment().put("CAMPAIGN_GROUP_STATUS_FOLDER", folder.toString());
        script.environment().put("JAVA_OPTS", String.join(" ", options()));
        return new Child(folder, script);
    }

    private Child launch(List<String> what) throws IOException {
        List<String> arguments = options();
        arguments.addAll(what);
        return new Child(folder, arguments);
    }

    private List<String> options() {
        List<String> all = new ArrayList<>(options);
        properties.forEach((property, value) -> all.add("-D" + property + "=" + value));
        all.add("-Dlog4j2.configurationFile=log4j2.properties");
        return all;
    }

    private static Child awaitReady(Child child) {
        child.await("started in");
        return child;
    }

    /** Hands in a file of events of all campaign groups, which is worked through at once. */
    void handIn(int groups, int from, int each) throws IOException {
        handIn(Job.events(groups, from, each, group -> true));
    }

    void handIn(Stream<String> events) throws IOException {
        Path file = writing("%06d.jsonl");
        Files.write(file, (Iterable<String>) events::iterator);
        moveIntoInbox(List.of(file));
    }

    /** Hands in events of all campaign groups, each in a file of its own, which are worked through at once. */
    void handInFiles(int groups, int from, int each) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int number = from; number < from + each; number++) {
            for (int group = 1; group <= groups; group++) {
                files.add(Files.writeString(writing("%08d.json"), Job.event(group, number)));
            }
        }
        moveIntoInbox(files);
    }

    private Path writing(String name) throws IOException {
        return Files.createDirectories(folder.resolve("writing")).resolve(name.formatted(handedIn++));
    }

    /** The inbox would wait until a file that was changed a moment ago has settled. */
    private void moveIntoInbox(List<Path> files) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox/lifecycle"));
        FileTime settled = FileTime.from(Instant.now().minusSeconds(2));
        for (Path file : files) {
            Files.setLastModifiedTime(file, settled);
            Files.move(file, inbox.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Waits until so many files have been worked through. */
    void awaitDone(int count) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        for (int done = done(); done != count; done = done()) {
            if (System.nanoTime() > end) {
                throw new WrongWorkException("expected " + count + " files in .done but there are " + done);
            }
            Thread.sleep(10);
        }
    }

    private int done() throws IOException {
        Path done = folder.resolve("inbox/lifecycle/.done");
        try (Stream<Path> files = Files.exists(done) ? Files.list(done) : Stream.empty()) {
            return (int) files.count();
        }
    }
}
