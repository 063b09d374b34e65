package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.fuzz.Hostile;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.LifecycleEvents;
import org.campaignstatus.statistics.StatisticsReader;
import org.campaignstatus.util.MonotonicClock;

/**
 * Whatever stands in a file: it ends in {@code .done} or {@code .failed}, what was rejected is kept with a reason each, and
 * it costs memory in proportion to its size. A failure names its seed, which is tried first in the next run.
 */
@Tag("endurance")
final class InboxFuzzTest {

    private static final String EVENT = """
            {"id": "e", "event": "started", "campaignGroup": 124, "time": "2026-11-23T08:31:00.123Z",
             "dialMode": "Predict", "optimizeBy": "BusyFactor", "optimizeGoal": 80, "actor": 1}
            """.replace("\n", " ");

    private static final String STATISTICS = """
            {"campaignGroup": 124, "time": "2026-11-23T08:31:10Z", "values": {"busyFactor": 0.85, "hitRatio": 0.3},
             "counters": {"attempts": 1000, "answered": 300, "busySeconds": 5100},
             "callingLists": [{"dbid": 201, "values": {"hitRatio": 0.3}, "counters": {"attempts": 1000}}]}
            """.replace("\n", " ");

    private static final int SMALL = 32 * 1024;

    private static final Path FOLDER = temporaryFolder();
    private static final Consumer<Input> EVENTS = events();
    private static final Consumer<Input> SAMPLES = new StatisticsReader(
            group -> group.equals(124) ? OptionalInt.of(124) : OptionalInt.empty(), new MonotonicClock())::read;

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Consumer<Input> events() {
        try {
            Path file = Files.writeString(
                    FOLDER.resolve("configuration.txt"),
                    "{\"campaignGroups\":[{\"dbid\":124,\"uuid\":\"u\",\"name\":\"n\",\"group\":\"g\",\"campaign\":\"c\"}]}");
            ReloadableConfiguration live = new ReloadableConfiguration(
                    FOLDER.resolve("none"), key -> key.equals("configuration.file") ? file.toString() : null);
            LifecycleEvents events = new LifecycleEvents(live, Clock.systemUTC());
            return input -> assertUsable(events.read(input));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whatever comes after it calculates with microseconds in 64 bits, and keeps the bytes of the id in UTF-8. */
    private static void assertUsable(LifecycleEvent event) {
        Math.multiplyExact(event.time().getEpochSecond(), 1_000_000L);
        assertThat(new String(event.id().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(event.id());
    }

    @AfterContainer
    static void cleanUp() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Provide
    static Arbitrary<byte[]> files() {
        return Hostile.contents(
                EVENT,
                STATISTICS,
                EVENT + "\n" + EVENT,
                "[" + EVENT + "," + EVENT + "]",
                STATISTICS + "\r\n\n" + STATISTICS,
                "[" + STATISTICS + "]");
    }

    @Provide
    static Arbitrary<String> units() {
        return Hostile.tokens(6);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void everyFileEndsInDoneOrFailed(@ForAll("files") byte[] content) throws Exception {
        for (String name : List.of("a.json", "a.jsonl")) {
            assertEnds(name, content, EVENTS);
            assertEnds(name, content, SAMPLES);
        }
    }

    /** The time of a file is said by any clock, or by whoever has set it. */
    @Property(tries = 200)
    void aFileOfAnyTimeEndsInDoneOrFailed(@ForAll("files") byte[] content, @ForAll long seconds) throws Exception {
        FileTime time = FileTime.from(seconds, TimeUnit.SECONDS);
        for (String name : List.of("a.json", "a.jsonl")) {
            assertEnds(name, content, time, EVENTS);
        }
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void fourTimesTheSizeCostsFourTimesTheMemory(@ForAll("units") String unit) throws Exception {
        byte[] small = Hostile.repeated(unit, SMALL);
        byte[] large = Hostile.repeated(unit, 4 * SMALL);
        for (String name : List.of("a.json", "a.jsonl")) {
            for (Consumer<Input> reader : List.of(EVENTS, SAMPLES)) {
                long forSmall = Hostile.allocatedBy(() -> assertEnds(name, small, reader));
                long forLarge = Hostile.allocatedBy(() -> assertEnds(name, large, reader));
                assertThat(forLarge).isLessThan(6 * forSmall + 4 * 1024 * 1024);
            }
        }
    }

    @Example
    void namesWithEqualHashesAreRejectedLikeAnythingElse() throws Exception {
        for (String name : List.of("a.json", "a.jsonl")) {
            assertEnds(name, Hostile.collidingNames(12), EVENTS);
        }
    }

    /** Found by the properties above: half a character in a reason kept the file in the inbox for ever. */
    @Example
    void halfACharacterInAReasonIsNoReasonNotToWriteItDown() throws Exception {
        byte[] content = "{\"event\": \"\\uD800\"}".getBytes(StandardCharsets.UTF_8);
        for (String name : List.of("a.json", "a.jsonl")) {
            assertEnds(name, content, EVENTS);
        }
    }

    @Example
    void anyDepthIsRejectedLikeAnythingElse() throws Exception {
        for (String unit : List.of("[", "{\"a\":", "[{\"a\":")) {
            assertEnds("a.json", Hostile.repeated(unit, 16 * 1024 * 1024 - 10), EVENTS);
            assertEnds("a.jsonl", Hostile.repeated(unit, 1024 * 1024 - 10), EVENTS);
        }
    }

    private static void assertEnds(String name, byte[] content, Consumer<Input> reader) throws IOException {
        assertEnds(name, content, FileTime.fromMillis(0), reader);
    }

    private static void assertEnds(String name, byte[] content, FileTime time, Consumer<Input> reader)
            throws IOException {
        Path path = Files.write(FOLDER.resolve(name), content);
        Files.setLastModifiedTime(path, time);
        InboxFile file = new InboxFile(path);
        int rejected = 0;
        for (Input input : file) {
            try {
                reader.accept(input);
                file.accepted();
            } catch (InvalidInputException e) {
                assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(310).doesNotContainPattern("[\\p{Cc}\\p{Cs}]");
                file.reject(input, e.getMessage());
                rejected++;
            }
        }
        Path ended = FOLDER.resolve(file.finish());
        Files.move(path, ended);
        file.moved();

        assertThat(ended.getParent().getFileName().toString()).isIn(".done", ".failed");
        assertThat(ended).hasBinaryContent(content);
        Path kept = FOLDER.resolve(".failed").resolve(name);
        assertThat(Files.exists(kept)).isEqualTo(rejected > 0);
        if (rejected > 0) {
            assertThat(Files.readAllLines(RejectedRecords.reasons(kept))).hasSize(rejected);
            Files.delete(RejectedRecords.reasons(kept));
            Files.delete(kept);
        }
        Files.deleteIfExists(ended);
    }
}
