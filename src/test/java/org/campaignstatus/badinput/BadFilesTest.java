package org.campaignstatus.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with invalid lifecycle events: these are quarantined, and the valid ones beside them are sent. */
final class BadFilesTest extends LifecycleFilesSetup {

    static List<BadPiece> events() {
        return BadPiece.events();
    }

    static Stream<BadPiece> jsonEvents() {
        return BadPiece.events().stream().filter(BadPiece::isJson);
    }

    static Stream<BadPiece> noJson() {
        return BadPiece.events().stream().filter(piece -> !piece.isJson());
    }

    @ParameterizedTest
    @MethodSource("events")
    void ofALinesFileOnlyTheBadLineIsQuarantined(BadPiece bad) throws IOException {
        byte[] file = lines(good(1), bad.bytes(), good(2));
        inbox.process(name(".jsonl"), file);

        assertSent(1, 2);
        assertThat(inbox.done(name(".jsonl"))).hasBinaryContent(file);
        assertThat(inbox.failed(name(".jsonl"))).hasBinaryContent(lines(bad.bytes()));
        assertReasons(name(".jsonl"), "line 2: " + bad.reason());
    }

    @ParameterizedTest
    @MethodSource("jsonEvents")
    void ofAnArrayOnlyTheBadElementIsQuarantined(BadPiece bad) throws IOException {
        byte[] file = array(good(1), bad.bytes(), good(2));
        inbox.process(name(".json"), file);

        assertSent(1, 2);
        assertThat(inbox.done(name(".json"))).hasBinaryContent(file);
        assertThat(inbox.failed(name(".json")))
                .hasBinaryContent(("[\n" + bad.text() + "\n]\n").getBytes(StandardCharsets.UTF_8));
        assertReasons(name(".json"), "element 2: " + bad.reason());
    }

    @ParameterizedTest
    @MethodSource("noJson")
    void anArrayThatIsNoJsonIsQuarantinedAsAWholeAndNothingIsTakenFromIt(BadPiece bad) throws IOException {
        assertQuarantinedAsAWhole(name(".json"), array(good(1), bad.bytes(), good(2)), "element 1: ");
    }

    @ParameterizedTest
    @MethodSource("events")
    void aFileThatIsNothingButABadEventIsQuarantinedAsAWhole(BadPiece bad) throws IOException {
        assertQuarantinedAsAWhole(name(".jsonl"), bad.bytes(), "line 1: " + bad.reason());
        if (!bad.name().equals("an array")) {
            assertQuarantinedAsAWhole(name(".json"), bad.bytes(), "element 1: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t ", "\uFEFF"})
    void anEmptyJsonFileIsQuarantined(String content) throws IOException {
        assertQuarantinedAsAWhole(name(".json"), utf8(content), "element 1: empty: expected ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n \n\t\n"})
    void anEmptyLinesFileIsQuarantined(String content) throws IOException {
        assertQuarantinedAsAWhole(name(".jsonl"), utf8(content), "line 1: empty: expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[", "[{}", "[{},", "[{}}", "[{}] []", "[] x", "[{},]", "{}{}", "nul", "tru", "\"", "{\"a\":"})
    void aJsonFileThatIsCutOffOrGoesOnIsQuarantinedAsAWhole(String content) throws IOException {
        assertQuarantinedAsAWhole(name(".json"), utf8(content), "element 1: ");
    }

    @Test
    void nothingIsTakenFromAnArrayThatIsCutOff() throws IOException {
        byte[] whole = array(good(1), good(2));
        byte[] cutOff = Arrays.copyOf(whole, whole.length - 3);
        assertQuarantinedAsAWhole(name(".json"), cutOff, "element 1: not valid JSON: ");
    }

    @Test
    void anEmptyArrayHoldsNothingBad() {
        inbox.process(name(".json"), "[]");
        inbox.assertDone(name(".json"));
        assertSent();
    }

    @Test
    void blankLinesAreCountedAndPassedOver() throws IOException {
        inbox.process(
                name(".jsonl"), lines(utf8(""), good(1), utf8(" \t"), utf8("bad"), utf8("\r"), good(2), utf8("")));
        assertSent(1, 2);
        assertReasons(name(".jsonl"), "line 4: not valid JSON: ");
    }

    @Test
    void theLastLineNeedsNoEndAndAByteOrderMarkIsPassedOver() {
        inbox.process(name(".jsonl"), "\uFEFF" + text(good(1)) + "\r\n" + text(good(2)));
        inbox.process(name(".json"), "\uFEFF" + text(good(3)));
        inbox.assertDone(name(".jsonl"));
        inbox.assertDone(name(".json"));
        assertSent(1, 2, 3);
    }

    @Test
    void severalBadLinesAreQuarantinedInTheirOrderEachWithItsReason() throws IOException {
        inbox.process(name(".jsonl"), lines(utf8("x"), good(1), utf8("{}"), utf8("y"), good(2), utf8("null")));
        assertSent(1, 2);
        assertThat(inbox.failed(name(".jsonl"))).hasContent("x\n{}\ny\nnull\n");
        assertReasons(
                name(".jsonl"),
                "line 1: not valid JSON",
                "line 3: event is missing",
                "line 4: not valid JSON",
                "line 6: expected a JSON object, got null");
    }

    @Test
    void severalBadElementsAreQuarantinedAsAnArray() throws IOException {
        inbox.process(name(".json"), array(utf8("1"), good(1), utf8("{}"), utf8("\"a\\nb\"")));
        assertSent(1);
        assertThat(inbox.failed(name(".json"))).hasContent("[\n1,\n{},\n\"a\\nb\"\n]\n");
        assertReasons(
                name(".json"),
                "element 1: expected a JSON object, got a number",
                "element 3: event is missing",
                "element 4: expected a JSON object, got a string");
    }

    @Test
    void anEventOfExactly1MiBIsTaken() {
        inbox.process(name(".json"), BadPiece.sized(MEBIBYTE));
        inbox.process(name(".jsonl"), BadPiece.sized(MEBIBYTE) + "\n");
        inbox.assertDone(name(".json"));
        inbox.assertDone(name(".jsonl"));
        assertThat(receiver.requests()).hasSize(before + 2);
    }

    @Test
    void aJsonFileOfExactly16MiBIsTakenAndOneOfAByteMoreIsNot() throws IOException {
        byte[] largest = padded(16 * MEBIBYTE);
        inbox.process(name(".json"), largest);
        inbox.assertDone(name(".json"));
        assertSent(1);
        before++;
        assertQuarantinedAsAWhole(
                "over-" + name(".json"), padded(16 * MEBIBYTE + 1), "element 1: over 16 MiB: expected ");
    }

    @Test
    void aLinesFileMayHaveMoreThan16MiB() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(lines(good(1)));
        for (int i = 0; i < 17; i++) {
            file.writeBytes(lines(BadPiece.sized(MEBIBYTE + 1).getBytes(StandardCharsets.UTF_8)));
        }
        file.writeBytes(lines(good(2)));
        inbox.process(name(".jsonl"), file.toByteArray());
        assertSent(1, 2);
        assertThat(inbox.failed(name(".jsonl"))).hasSize(17L * (MEBIBYTE + 2));
        assertThat(inbox.reasons(name(".jsonl"))).hasSize(17);
    }

    private void assertQuarantinedAsAWhole(String name, byte[] content, String reason) throws IOException {
        inbox.process(name, content);
        assertThat(inbox.failed(name)).hasBinaryContent(content);
        assertReasons(name, reason);
        assertThat(inbox.done(name)).doesNotExist();
        assertSent();
    }

    private static byte[] padded(int size) {
        byte[] event = good(1);
        byte[] padded = new byte[size];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(event, 0, padded, 0, event.length);
        return padded;
    }
}
