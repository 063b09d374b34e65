package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.campaignstatus.harness.ShippedSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Edits of both files under the eyes of one program that runs all the time. Each test has its own campaign group. */
@Tag("process")
class LiveEditsTest {

    private static final int GROUPS = 99;

    /** Is due every second, whatever the tests do: what did not come within three of its periods does not come. */
    private static final int CLOCK = 1;

    @TempDir
    static Path folder;

    private static RunningProgram program;
    private static Receiver receiver;
    private static Receiver clock;
    private static int lastGroup = CLOCK;

    private final Map<String, String> settings = new TreeMap<>();
    private final Map<Integer, Map<String, String>> options = new HashMap<>();
    private int group;
    private int events;
    private int logged;

    /** Which of the two files says what an option is. */
    private enum Level {
        APPLICATION("application.properties"),
        CAMPAIGN_GROUP("configuration.json");

        private final String file;

        Level(String file) {
            this.file = file;
        }
    }

    @BeforeAll
    static void start() {
        receiver = Receiver.start();
        clock = Receiver.start();
        program = RunningProgram.in(folder);
        LiveEditsTest before = new LiveEditsTest();
        before.settings.putAll(before.base());
        program.settings(before.settings).configuredBy(before.configuration()).start();
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
        for (Level level : Level.values()) {
            write(level, Way.RENAMED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void notificationsAreTurnedOffAndOn(Level level) throws IOException {
        edit(level, "send-campaigngroup-states", "false");
        hand("loaded");
        waiting().until(() -> Files.exists(program.file("inbox/lifecycle/.done/" + name())));
        edit(level, "send-campaigngroup-states", "true");
        hand("started");
        await(1);

        assertThat(receiver.about(dbid())
                        .get(0)
                        .get("GSW_CAMPAIGN_GROUP_ACTION")
                        .intValue())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource
    void notificationsGoToTheNewUri(Level level) throws IOException {
        edit(level, "campaigngroup-states-uri", receiver.uri("/new?level=" + level));
        hand("loaded");
        await(1);

        assertThat(targets()).containsExactly("/new?level=" + level);
    }

    @ParameterizedTest
    @EnumSource
    void periodicMessagesBeginAndEnd(Level level) throws IOException {
        hand("loaded");
        await(1);
        edit(level, "campaigngroup-states-interval", "1");
        await(3);
        edit(level, "campaigngroup-states-interval", "0");
        seconds(1);
        int sofar = receiver.about(dbid()).size();
        seconds(3);

        assertThat(receiver.about(dbid())).hasSize(sofar);
    }

    /** It was ten minutes before. */
    @ParameterizedTest
    @EnumSource
    void theNextAnswerIsWaitedForOnlyAsLongAsTheNewTimeOutSays(Level level) throws IOException {
        try (Receiver silent = Receiver.start().answering(Answer.silence())) {
            edit(Level.CAMPAIGN_GROUP, "campaigngroup-states-uri", silent.uri("/"));
            edit(level, "http-response-timeout", "1");
            hand("loaded");

            waiting()
                    .until(() -> said("Notification for Campaign Group " + Configured.name(group) + " to "
                            + silent.uri("/") + " failed: no whole answer in time"));
        }
    }

    /** It was one connection before. */
    @ParameterizedTest
    @EnumSource
    void moreNotificationsAreUnderWayWithALargerPool(Level level) throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        try (Receiver slow = Receiver.start().answering(Answer.when(gate))) {
            int second = ++lastGroup;
            int third = ++lastGroup;
            for (int one : List.of(group, second, third)) {
                options.computeIfAbsent(one, any -> new HashMap<>()).put("campaigngroup-states-uri", slow.uri("/"));
            }
            edit(Level.CAMPAIGN_GROUP, "campaigngroup-states-uri", slow.uri("/"));
            if (level == Level.APPLICATION) {
                edit(level, "http-connection-pool-size", "3");
            } else {
                options.get(second).put("http-connection-pool-size", "3");
                options.get(third).put("http-connection-pool-size", "3");
                edit(level, "http-connection-pool-size", "3");
            }
            program.handInLifecycle(
                    "pool-" + level + ".jsonl",
                    String.join(
                            "\n",
                            Configured.event("loaded", group),
                            Configured.event("loaded", second),
                            Configured.event("loaded", third)));

            waiting().until(() -> slow.requests().size() == 3);
            gate.countDown();
        }
    }

    /** How a new version of a file takes the place of the old one. */
    private enum Way {
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

    @ParameterizedTest
    @CsvSource({
        "APPLICATION, IN_PLACE", "APPLICATION, RENAMED", "APPLICATION, LINKED",
        "CAMPAIGN_GROUP, IN_PLACE", "CAMPAIGN_GROUP, RENAMED", "CAMPAIGN_GROUP, LINKED"
    })
    void anEditCountsHoweverItIsMade(Level level, Way way) throws IOException {
        for (String target : List.of("/first", "/second")) {
            put(level, "campaigngroup-states-uri", receiver.uri(target));
            write(level, way);
            hand("loaded");
            await(events);
        }
        assertThat(targets()).containsExactly("/first", "/second");
        Files.delete(program.file(level.file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http-response-timeout = 601 | , line LAST: http-response-timeout is '601', allowed is 1 to 600 seconds",
                "campaigngroup-states-uri = ftp://x/ | , line LAST: campaigngroup-states-uri is 'ftp://x/', allowed is an http or https URI"
                        + " without user name or fragment, for example https://reports.example.com/states",
                "campaigngroup-states-url = x | , line LAST: unknown key campaigngroup-states-url, did you mean"
                        + " campaigngroup-states-uri?",
                "x = \\u12 | : Malformed \\uxxxx encoding."
            })
    void aBrokenEditOfApplicationPropertiesIsRejected(String line, String complaint) throws IOException {
        String text = text(Level.APPLICATION) + line + "\n";
        program.write("application.properties", text);
        String last = Long.toString(text.lines().count());
        assertRejected(Level.APPLICATION, "application.properties" + complaint.replace("LAST", last));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"dbid\": 7} | campaignGroups[0] (dbid 7): uuid is missing: expected a non-empty string",
                "7 | campaignGroups[0] is not an object: expected a campaign group",
                "{\"dbid\": 7, \"uuid\": \"u\", \"name\": \"n\", \"group\": \"g\", \"campaign\": \"c\","
                        + " \"options\": {\"http-connection-pool-size\": \"0\"}} | campaignGroups[0] (dbid 7): options:"
                        + " http-connection-pool-size is '0', allowed is 1 to 1000 connections"
            })
    void aBrokenEditOfTheConfigurationIsRejected(String campaignGroup, String complaint) throws IOException {
        program.configuredBy("{\"campaignGroups\": [" + campaignGroup + "]}");
        assertRejected(Level.CAMPAIGN_GROUP, "configuration.json: " + complaint);
    }

    @Test
    void aConfigurationThatIsCutOffIsRejected() throws IOException {
        String whole = text(Level.CAMPAIGN_GROUP);
        program.configuredBy(whole.substring(0, whole.length() / 2));
        assertRejected(Level.CAMPAIGN_GROUP, "configuration.json: not valid JSON: ");
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsGoneIsAnEditThatIsRejected(Level level) throws IOException {
        Files.delete(program.file(level.file));
        assertRejected(level, level.file + " is missing");
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsNotUtf8IsRejected(Level level) throws IOException {
        Files.write(program.file(level.file), new byte[] {'#', (byte) 0xE4, '\n'});
        assertRejected(level, level.file + ": not UTF-8");
    }

    /** One ERROR line; the last good version stays in force; the mended file counts, without another word of error. */
    private void assertRejected(Level level, String complaint) throws IOException {
        waiting().until(() -> said(" ERROR "));
        hand("loaded");
        await(1);
        edit(level, "campaigngroup-states-uri", receiver.uri("/mended"));
        hand("started");
        await(2);

        assertThat(targets()).containsExactly("/application", "/mended");
        assertThat(since())
                .filteredOn(line -> line.contains(" ERROR "))
                .singleElement()
                .asString()
                .contains(" An edit is rejected, the last good version stays in force: " + complaint);
    }

    @Test
    void aKeyThatCountsAtTheNextStartOnlyIsNamed() throws IOException {
        settings.put("statistics.max-age", "61");
        settings.put("camel.main.name", "renamed");
        edit(Level.APPLICATION, "campaigngroup-states-uri", receiver.uri("/application"));

        assertThat(since())
                .filteredOn(line -> line.contains(" WARN "))
                .singleElement()
                .asString()
                .endsWith("application.properties: a change of camel.main.name, statistics.max-age takes effect at the "
                        + "next start");
    }

    private Map<String, String> base() {
        return Map.of(
                "send-campaigngroup-states", "true",
                "campaigngroup-states-uri", receiver.uri("/application"),
                "campaigngroup-states-interval", "0",
                "http-response-timeout", "600",
                "http-connection-pool-size", "1");
    }

    private void edit(Level level, String option, String value) throws IOException {
        put(level, option, value);
        write(level, Way.RENAMED);
    }

    /** Writes the file and waits until the program has seen that. */
    private void write(Level level, Way way) throws IOException {
        int before = program.output().size();
        way.write(program.file(level.file), text(level));
        waiting()
                .until(() -> program.output().stream()
                        .skip(before)
                        .anyMatch(line -> line.endsWith(level.file + " has changed and is in force")));
    }

    private void put(Level level, String option, String value) {
        (level == Level.APPLICATION ? settings : options.computeIfAbsent(group, any -> new HashMap<>()))
                .put(option, value);
    }

    private String text(Level level) {
        return level == Level.APPLICATION ? ShippedSettings.with(settings) : configuration();
    }

    private String configuration() {
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

    private void hand(String event) {
        events++;
        program.handInLifecycle(name(), Configured.event(event, group));
    }

    private String name() {
        return group + "-" + events + ".json";
    }

    private String dbid() {
        return Integer.toString(group);
    }

    private void await(int count) {
        waiting().until(() -> receiver.about(dbid()).size() >= count);
    }

    private List<String> targets() {
        return receiver.requests().stream()
                .filter(request ->
                        request.json().get("GSW_CAMPAIGN_GROUP_DBID").asText().equals(dbid()))
                .map(Receiver.Request::target)
                .toList();
    }

    private static void seconds(int count) {
        int before = clock.requests().size();
        waiting().until(() -> clock.requests().size() >= before + count);
    }

    private List<String> since() {
        return program.output().stream().skip(logged).toList();
    }

    private boolean said(String text) {
        return since().stream().anyMatch(line -> line.contains(text));
    }
}
