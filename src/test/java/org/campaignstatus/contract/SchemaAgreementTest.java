package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.lifecycle.LifecycleEvents;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.statistics.StatisticsReader;
import org.campaignstatus.util.MonotonicClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Program and schemas accept and reject the same. Each line of the tables in {@code src/test/resources/contract} is a
 * member and its value, or no value for a member that is left out, in an otherwise valid document: accepted after a +,
 * rejected after a -. What a schema cannot say (unknown campaign groups, entries that stand twice, 1.0 for an integer,
 * what is no JSON at all) is tested with the readers instead.
 */
class SchemaAgreementTest {

    private static final Map<String, String> EVENT = Map.of("event", "\"loaded\"", "campaignGroup", "124");
    private static final Map<String, String> SAMPLE = Map.of("campaignGroup", "124", "values", "{}");
    private static final Map<String, String> GROUP = Map.of(
            "dbid", "124", "uuid", "\"u\"", "name", "\"Campaign1@Group1\"", "group", "\"g\"", "campaign", "\"c\"");
    private static final Map<String, String> DOCUMENT = Map.of("campaignGroups", "[]");

    @TempDir
    static Path folder;

    private static LifecycleEvents events;
    private static StatisticsReader statistics;

    /** How the program reads a document. */
    private interface Reading {
        void read(String json) throws Exception;
    }

    @BeforeAll
    static void configure() throws Exception {
        ReloadableConfiguration configuration = configuredBy(inDocument(object(GROUP)));
        events = new LifecycleEvents(configuration, Clock.systemUTC());
        statistics = new StatisticsReader(
                group -> OptionalInt.of(
                        configuration.get().campaignGroups().named(group).dbid()),
                new MonotonicClock());
    }

    static Stream<Arguments> lifecycleEvents() {
        return table("lifecycle-event.txt", EVENT);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void lifecycleEvents(char verdict, String json) {
        assertAgreement(verdict == '+', Schema.LIFECYCLE_EVENT, json, text -> events.read(input(text)));
    }

    static Stream<Arguments> statistics() {
        return table("statistics.txt", SAMPLE);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void statistics(char verdict, String json) {
        assertAgreement(verdict == '+', Schema.STATISTICS, json, text -> statistics.read(input(text)));
    }

    static Stream<Arguments> campaignGroups() {
        return table("campaign-group.txt", GROUP);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void campaignGroups(char verdict, String json) {
        assertAgreement(verdict == '+', Schema.CONFIGURATION, inDocument(json), SchemaAgreementTest::configuredBy);
    }

    static Stream<Arguments> configurations() {
        return table("configuration.txt", DOCUMENT);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void configurations(char verdict, String json) {
        assertAgreement(verdict == '+', Schema.CONFIGURATION, json, SchemaAgreementTest::configuredBy);
    }

    static Stream<Arguments> noObjects() {
        return Stream.of("[]", "\"loaded\"", "124", "true", "null").map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("noObjects")
    void aDocumentIsAnObject(String json) {
        assertAgreement(false, Schema.LIFECYCLE_EVENT, json, text -> events.read(input(text)));
        assertAgreement(false, Schema.STATISTICS, json, text -> statistics.read(input(text)));
        assertAgreement(false, Schema.CONFIGURATION, json, SchemaAgreementTest::configuredBy);
    }

    private static void assertAgreement(boolean accepted, Schema schema, String json, Reading program) {
        if (accepted) {
            assertThatCode(() -> program.read(json)).doesNotThrowAnyException();
            assertThat(schema.problems(json)).isEmpty();
        } else {
            assertThatThrownBy(() -> program.read(json))
                    .isInstanceOfAny(InvalidInputException.class, InvalidSettingException.class);
            assertThat(schema.problems(json)).isNotEmpty();
        }
    }

    private static Stream<Arguments> table(String name, Map<String, String> valid) {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/contract", name))) {
            return lines.toList().stream().map(line -> {
                String[] columns = line.split(" ", 3);
                Map<String, String> members = new LinkedHashMap<>(valid);
                members.remove(columns[1]);
                if (columns.length == 3) {
                    members.put(columns[1], columns[2]);
                }
                return Arguments.of(columns[0].charAt(0), object(members));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> '"' + member.getKey() + "\": " + member.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String inDocument(String group) {
        return "{\"campaignGroups\": [" + group + "]}";
    }

    private static ReloadableConfiguration configuredBy(String json) throws Exception {
        Path file = Files.writeString(Files.createTempFile(folder, "configuration", ".json"), json);
        return new ReloadableConfiguration(
                folder.resolve("none"), key -> key.equals("configuration.file") ? file.toString() : null);
    }

    private static Input input(String json) {
        return new Input() {
            @Override
            public String id() {
                return "input";
            }

            @Override
            public String text() {
                return json;
            }
        };
    }
}
