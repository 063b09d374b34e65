package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.campaignstatus.input.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("{\"a\": 1}", List.of("{\"a\": 1}")),
                Arguments.of(" \r\n{ } \t", List.of("{ }")),
                Arguments.of("\uFEFF{}", List.of("{}")),
                Arguments.of("[]", List.of()),
                Arguments.of("[ ]\n", List.of()),
                Arguments.of("[{\"a\": [{}, []]} , {}]", List.of("{\"a\": [{}, []]}", "{}")),
                Arguments.of("[\n {\"a\":\n1},\n {}\n]", List.of("{\"a\":\n1}", "{}")),
                Arguments.of(
                        "[1, -2.50e+3 ,true,null,\"a\\\"b]\"]",
                        List.of("1", "-2.50e+3", "true", "null", "\"a\\\"b]\"")),
                Arguments.of("[\"ä😀\", \"\\u00e4\", {}]", List.of("\"ä😀\"", "\"\\u00e4\"", "{}")),
                Arguments.of("[[{}], [[]]]", List.of("[{}]", "[[]]")),
                Arguments.of("{\"a\": 1, \"a\": 1}", List.of("{\"a\": 1, \"a\": 1}")),
                Arguments.of("17", List.of("17")),
                Arguments.of("\"text\"", List.of("\"text\"")));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void anArrayIsCutIntoItsElementsAsTheyStand(String content, List<String> elements) throws IOException {
        List<InputRecord> records = read(content);
        assertThat(records).extracting(InputRecord::text).isEqualTo(elements);
        assertThat(records).allMatch(record -> record.problem() == null && !record.last());
        for (int i = 0; i < records.size(); i++) {
            InputRecord record = records.get(i);
            assertThat(record.position()).isEqualTo(i + 1);
            byte[] place = Arrays.copyOfRange(content.getBytes(StandardCharsets.UTF_8), (int) record.start(), (int)
                    (record.start() + record.length()));
            assertThat(new String(place, StandardCharsets.UTF_8)).isEqualTo(record.text());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[", "[{}", "[{},", "[{},]", "{}}", "{} {}", "[] []", "[{}] x", "{\"a\"", "[tru]", "x", "]", "[01]"
            })
    void aDocumentThatIsNotWellFormedToItsEndIsUnusable(String content) throws IOException {
        assertThat(read(content)).singleElement().satisfies(record -> {
            assertThat(record.problem()).isNotEmpty();
            assertThat(record.text()).isNull();
            assertThat(record.last()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\r ", "\uFEFF"})
    void anEmptyDocumentIsUnusable(String content) throws IOException {
        assertThat(read(content))
                .singleElement()
                .satisfies(record ->
                        assertThat(record.problem()).isEqualTo("empty: expected a JSON object or an array of them"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-32"})
    void aDocumentThatIsNotUtf8IsUnusable(String charset) throws IOException {
        Path file = Files.write(folder.resolve("a.json"), "[{\"name\": \"M\u00fcnchen\"}]".getBytes(charset));
        assertThat(all(file)).singleElement().satisfies(record -> {
            assertThat(record.problem()).isNotEmpty();
            assertThat(record.last()).isTrue();
        });
    }

    @Test
    void anElementOverOneMebibyteIsRejectedAlone() throws IOException {
        String fits = '"' + "ü".repeat((Json.LONGEST_TEXT - 2) / 2) + '"';
        String tooLong = '"' + "ü".repeat((Json.LONGEST_TEXT - 2) / 2) + "x\"";
        List<InputRecord> records = read("[" + fits + "," + tooLong + "," + fits + "]");
        assertThat(records)
                .extracting(InputRecord::problem)
                .containsExactly(null, "over 1 MiB: expected an object of at most 1048576 bytes", null);
        assertThat(records.get(1).text()).isNull();
        assertThat(records.get(1).start()).isEqualTo(2 + Json.LONGEST_TEXT);
        assertThat(records.get(1).length()).isEqualTo(Json.LONGEST_TEXT + 1);
    }

    @Test
    void anElementThatIsTooDeepOrHasTooLongANameOrNumberIsCutOutLikeAnyOther() throws IOException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        String named = "{\"" + "n".repeat(100_000) + "\": 1}";
        String number = "1".repeat(100_000);
        assertThat(read("[1, " + deep + ", " + named + ", " + number + ", 2]"))
                .extracting(InputRecord::text)
                .containsExactly("1", deep, named, number, "2");
    }

    @Test
    void sixteenMebibytesOfBracketsAreRejected() throws IOException {
        byte[] content = new byte[(int) JsonDocument.LARGEST];
        Arrays.fill(content, (byte) '[');
        assertThat(all(Files.write(folder.resolve("deep.json"), content)))
                .singleElement()
                .satisfies(record -> assertThat(record.problem()).contains("depth"));
    }

    /** Each of them would be an object on the heap, and a line of the log. */
    @Test
    void moreElementsThanAnyValidFileCanHaveAreRejectedAsAWhole() throws IOException {
        int most = JsonDocument.MOST_ELEMENTS;
        assertThat(read("[" + "1,".repeat(most - 1) + "1]")).hasSize(most);
        assertThat(read("[" + "1,".repeat(most) + "1]"))
                .singleElement()
                .satisfies(record ->
                        assertThat(record.problem()).isEqualTo("over 524288 elements: expected a smaller file"));
    }

    @Test
    void aFileOverSixteenMebibytesIsNotEvenRead() throws IOException {
        byte[] content = new byte[(int) JsonDocument.LARGEST + 1];
        assertThat(all(Files.write(folder.resolve("large.json"), content)))
                .singleElement()
                .satisfies(record -> assertThat(record.problem())
                        .isEqualTo("over 16 MiB: expected a smaller file, or one of JSON Lines (.jsonl)"));
    }

    private List<InputRecord> read(String content) throws IOException {
        return all(Files.write(folder.resolve("document.json"), content.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<InputRecord> all(Path file) throws IOException {
        List<InputRecord> records = new ArrayList<>();
        JsonDocument.records(file).forEachRemaining(records::add);
        return records;
    }
}
