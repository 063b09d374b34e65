package org.campaignstatus.process;

import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.campaignstatus.harness.ShippedSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Edits of both files of one program that runs all the time. Each test has its own campaign group. */
@Tag("process")
abstract class LiveEditsSetup {

    static final int GROUPS = 99;

    /** Is due every second, whatever the tests do: what did not come within three of its periods does not come. */
    static final int CLOCK = 1;

    @TempDir
    static Path folder;

    static RunningProgram program;
    static Receiver receiver;
    static Receiver clock;
    static int lastGroup = CLOCK;

    final Map<String, String> settings = new TreeMap<>();
    final Map<Integer, Map<String, String>> options = new HashMap<>();
    int group;
    int events;
    int logged;

    /** Which of the two files says what an option is. */
    enum Level {
        APPLICATION("application.properties"),
        CAMPAIGN_GROUP("configuration.json");

        final String file;

        Level(String file) {
            this.file = file;
        }
    }

    @BeforeAll
    static void start() {
        receiver = Receiver.start();
        clock = Receiver.start();
        program = RunningProgram.in(folder);
        program.settings(base()).configuredBy(configuration(Map.of())).start();
        program.handInLifecycle("clock.json", Configured.event("loaded", CLOCK));
    }

    @AfterAll
    static void stop() {
        program.close();
        receiver.close();
        clock.close();
    }

    @BeforeEach
    void aCampaignGroupOfItsOwn() {
        group = ++lastGroup;
        settings.putAll(base());
        logged = program.output().size();
    }

    @AfterEach
    void mendBothFiles() throws IOException {
        settings.clear();
        settings.putAll(base());
        options.clear();
        int before = program.output().size();
        for (Level level : Level.values()) {
            Way.RENAMED.write(program.file(level.file), text(level));
        }
        for (Level level : Level.values()) {
            awaitInForce(level, before);
        }
    }

    /** How a new version of a file takes the place of the old one. */
    enum Way {
        IN_PLACE {
            @Override
            void write(Path file, String text) throws IOException {
                Files.writeString(file, text);
            }
        },
        RENAMED {
            @Override
            void write(Path file, String text) throws IOException {
                Path other = Files.writeString(file.resolveSibling("new"), text);
                Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        /** As Kubernetes does: the file is a link into a folder, and that one is a link to the newest version. */
        LINKED {
            @Override
            void write(Path file, String text) throws IOException {
                Path versions = file.resolveSibling("versions-of-" + file.getFileName());
                Path version = Files.createDirectories(
                        file.resolveSibling("version-" + System.nanoTime() + "-of-" + file.getFileName()));
                Files.writeString(version.resolve(file.getFileName()), text);
                link(versions, version.getFileName());
                if (!Files.isSymbolicLink(file)) {
                    link(file, versions.getFileName().resolve(file.getFileName()));
                }
            }

            private static void link(Path link, Path target) throws IOException {
                Path other = Files.createSymbolicLink(link.resolveSibling("link"), target);
                Files.move(other, link, StandardCopyOption.ATOMIC_MOVE);
            }
        };

        abstract void write(Path file, String text) throws IOException;
    }

    static Map<String, String> base() {
        return Map.of(
                "send-campaigngroup-states", "true",
                "campaigngroup-states-uri", receiver.uri("/application"),
                "campaigngroup-states-interval", "0",
                "http-response-timeout", "600",
                "http-connection-pool-size", "1");
    }

    void edit(Level level, String option, String value) throws IOException {
        put(level, option, value);
        write(level, Way.RENAMED);
    }

    /** Writes the file and waits until the program has seen that. */
    void write(Level level, Way way) throws IOException {
        int before = program.output().size();
        way.write(program.file(level.file), text(level));
        awaitInForce(level, before);
    }

    /** @param before how many lines there were when the file was not written yet */
    private static void awaitInForce(Level level, int before) {
        waiting()
                .until(() -> program.output().stream()
                        .skip(before)
                        .anyMatch(line -> line.endsWith(level.file + " has changed and is in force")));
    }

    void put(Level level, String option, String value) {
        (level == Level.APPLICATION ? settings : options.computeIfAbsent(group, any -> new HashMap<>()))
                .put(option, value);
    }

    String text(Level level) {
        return level == Level.APPLICATION ? ShippedSettings.with(settings) : configuration(options);
    }

    private static String configuration(Map<Integer, Map<String, String>> options) {
        Configured configured = Configured.campaignGroups()
                .with(
                        CLOCK,
                        "campaigngroup-states-uri",
                        clock.uri("/"),
                        "campaigngroup-states-interval",
                        "1",
                        "send-campaigngroup-states",
                        "true");
        for (int dbid = CLOCK + 1; dbid <= GROUPS; dbid++) {
            configured.with(
                    dbid,
                    options.getOrDefault(dbid, Map.of()).entrySet().stream()
                            .flatMap(option -> Stream.of(option.getKey(), option.getValue()))
                            .toArray(String[]::new));
        }
        return configured.json();
    }

    void hand(String event) {
        events++;
        program.handInLifecycle(name(), Configured.event(event, group));
    }

    String name() {
        return group + "-" + events + ".json";
    }

    String dbid() {
        return Integer.toString(group);
    }

    void await(int count) {
        waiting().until(() -> receiver.about(dbid()).size() >= count);
    }

    List<String> targets() {
        return receiver.requests().stream()
                .filter(request ->
                        request.json().get("GSW_CAMPAIGN_GROUP_DBID").asText().equals(dbid()))
                .map(Receiver.Request::target)
                .toList();
    }

    static void seconds(int count) {
        int before = clock.requests().size();
        waiting().until(() -> clock.requests().size() >= before + count);
    }

    List<String> since() {
        return program.output().stream().skip(logged).toList();
    }

    boolean said(String text) {
        return since().stream().anyMatch(line -> line.contains(text));
    }
}
