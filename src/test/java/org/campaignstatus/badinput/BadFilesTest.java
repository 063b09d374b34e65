package org.campaignstatus.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.contract.Schema;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that hold what is no lifecycle event: nothing of it is lost or sent, and what is good beside it is sent. */
class BadFilesTest {

    static final String CONFIGURATION = """
            {"campaignGroups": [
              {"dbid": 124, "uuid": "u124", "name": "Campaign1@Group1", "group": "Group1", "campaign": "Campaign1"},
              {"dbid": 125, "uuid": "u125", "name": "Twin", "group": "Group1", "campaign": "Campaign2"},
              {"dbid": 126, "uuid": "u126", "name": "Twin", "group": "Group2", "campaign": "Campaign2"}]}
            """;

    private static final int MEBIBYTE = 1024 * 1024;

    @TempDir
    static Path folder;

    private static Receiver receiver;
    private static Program program;
    private static InboxFolder inbox;
    private static int serial;

    private int before;

    @BeforeAll
    static void start() throws Exception {
        receiver = Receiver.start();
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .configuredBy(CONFIGURATION)
                .start();
        inbox = program.lifecycleInbox();
    }

    @AfterAll
    static void stop() {
        Schema.assertNotifications(receiver);
        program.close();
        receiver.close();
    }

    @BeforeEach
    void count() {
        before = receiver.requests().size();
        serial++;
    }

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
    void ofALinesFileOnlyTheBadLineIsKept(BadPiece bad) throws IOException {
        byte[] file = lines(good(1), bad.bytes(), good(2));
        inbox.process(name(".jsonl"), file);

        assertSent(1, 2);
        assertThat(inbox.done(name(".jsonl"))).hasBinaryContent(file);
        assertThat(inbox.failed(name(".jsonl"))).hasBinaryContent(lines(bad.bytes()));
        assertReasons(name(".jsonl"), "line 2: " + bad.reason());
    }

    @ParameterizedTest
    @MethodSource("jsonEvents")
    void ofAnArrayOnlyTheBadElementIsKept(BadPiece bad) throws IOException {
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
    void anArrayThatIsNoJsonIsKeptAsAWholeAndNothingIsTakenFromIt(BadPiece bad) throws IOException {
        assertKeptAsAWhole(name(".json"), array(good(1), bad.bytes(), good(2)), "element 1: ");
    }

    @ParameterizedTest
    @MethodSource("events")
    void aFileThatIsNothingButABadEventIsKeptAsAWhole(BadPiece bad) throws IOException {
        assertKeptAsAWhole(name(".jsonl"), bad.bytes(), "line 1: " + bad.reason());
        if (!bad.name().equals("an array")) {
            assertKeptAsAWhole(name(".json"), bad.bytes(), "element 1: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t ", "\uFEFF"})
    void anEmptyJsonFileIsKept(String content) throws IOException {
        assertKeptAsAWhole(name(".json"), utf8(content), "element 1: empty: expected ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n \n\t\n"})
    void anEmptyLinesFileIsKept(String content) throws IOException {
        assertKeptAsAWhole(name(".jsonl"), utf8(content), "line 1: empty: expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[", "[{}", "[{},", "[{}}", "[{}] []", "[] x", "[{},]", "{}{}", "nul", "tru", "\"", "{\"a\":"})
    void aJsonFileThatIsCutOffOrGoesOnIsKeptAsAWhole(String content) throws IOException {
        assertKeptAsAWhole(name(".json"), utf8(content), "element 1: ");
    }

    @Test
    void nothingIsTakenFromAnArrayThatIsCutOff() throws IOException {
        byte[] whole = array(good(1), good(2));
        byte[] cutOff = Arrays.copyOf(whole, whole.length - 3);
        assertKeptAsAWhole(name(".json"), cutOff, "element 1: not valid JSON: ");
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
    void severalBadLinesAreKeptInTheirOrderEachWithItsReason() throws IOException {
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
    void ofSeveralBadElementsAnArrayIsKept() throws IOException {
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
        assertKeptAsAWhole("over-" + name(".json"), padded(16 * MEBIBYTE + 1), "element 1: over 16 MiB: expected ");
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

    @Test
    void aNameUsedAgainIsNewAndOverwritesNothing() throws IOException {
        for (int actor = 1; actor <= 3; actor++) {
            inbox.process(name(".json"), good(actor));
        }
        assertSent(1, 2, 3);
        List<String> names = inbox.named(".done", name(""));
        assertThat(names).hasSize(3).contains(name(".json")).allMatch(name -> name.endsWith(".json"));
        for (String name : names) {
            assertThat(Files.readString(inbox.done(name))).contains("\"actor\": ");
        }
        assertThat(names.stream().map(name -> content(inbox.done(name)))).doesNotHaveDuplicates();
    }

    @Test
    void aNameUsedAgainOverwritesNothingThatHasFailed() throws IOException {
        for (int i = 1; i <= 3; i++) {
            inbox.process(name(".jsonl"), lines(utf8("bad " + i), good(i)));
        }
        inbox.process(name(".jsonl"), "bad 4\n");
        List<String> names = inbox.named(".failed", name(""));
        assertThat(names).hasSize(8);
        assertThat(names.stream()
                        .filter(name -> name.endsWith(".jsonl"))
                        .peek(name -> assertThat(inbox.reasons(name)).hasSize(1))
                        .map(name -> content(inbox.failed(name))))
                .containsExactlyInAnyOrder("bad 1\n", "bad 2\n", "bad 3\n", "bad 4\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {".json", ".jsonl"})
    void whatHasFailedIsMendedAndHandedInAgain(String ending) throws IOException {
        boolean isLines = ending.equals(".jsonl");
        byte[] bad = utf8(text(good(2)).replace("124", "99"));
        inbox.process(name(ending), isLines ? lines(good(1), bad, good(3)) : array(good(1), bad, good(3)));
        assertSent(1, 3);

        String mended = content(inbox.failed(name(ending))).replace("99", "124");
        Files.delete(inbox.failed(name(ending)));
        Files.delete(inbox.failed(name(ending + ".error.txt")));
        inbox.process(name(ending), mended);
        assertSent(1, 3, 2);
        assertThat(inbox.failed(name(ending))).doesNotExist();
    }

    @Test
    void whatHasFailedCanBeMovedBackAsItIs() throws IOException {
        byte[] unknown = utf8(text(good(1)).replace("124", "\"Late@Group1\""));
        inbox.process(name(".json"), unknown);
        assertSent();
        program.configuredBy(CONFIGURATION.replace("]}", """
                , {"dbid": 127, "uuid": "u127", "name": "Late@Group1", "group": "Group1", "campaign": "Late"}]}
                """));
        ReloadableConfiguration live = program.context().getRegistry().findSingleByType(ReloadableConfiguration.class);
        await().until(() -> live.get().campaignGroups().size() == 4);
        Files.move(inbox.failed(name(".json")), inbox.done("").getParent().resolve(name(".json")));
        inbox.awaitTaken(name(".json"));
        assertThat(inbox.done(name(".json"))).exists();
        assertSent(1);
    }

    @Test
    void filesWithOtherEndingsAreLeftAlone() throws IOException {
        List<String> others = List.of(".txt", ".json.tmp", ".jsonl.writing", ".jsonx", ".xml", "json");
        List<Path> left = others.stream()
                .map(ending -> inbox.handIn("0-" + name(ending), good(9)))
                .toList();
        Path hidden = inbox.handIn("." + name(".json"), good(9));
        inbox.process("z-" + name(".jsonl"), lines(good(1)));
        assertSent(1);
        assertThat(left).allSatisfy(file -> assertThat(file).exists());
        assertThat(hidden).exists();
        for (Path file : left) {
            Files.delete(file);
        }
        Files.delete(hidden);
    }

    @Test
    void anEndingInUpperCaseCounts() {
        inbox.process(name(".JSON"), good(1));
        inbox.process(name(".JSONL"), lines(good(2)));
        assertSent(1, 2);
    }

    @Test
    void aNameMayHoldWhatMeansSomethingElsewhere() {
        String odd = "ä ${body} $simple{date:now} {{jms.password}} %41 #1 " + name(".json");
        inbox.process(odd, good(1));
        inbox.process(odd, "bad");
        assertSent(1);
        assertThat(inbox.done(odd)).exists();
        assertThat(inbox.failed(odd)).hasContent("bad");
        assertThat(inbox.reasons(odd)).hasSize(1);
    }

    @Test
    void filesAreTakenInTheOrderOfTheirNames() {
        for (int i = 5; i > 0; i--) {
            inbox.handIn(i + "-" + name(".jsonl"), lines(good(i)));
        }
        for (int i = 1; i <= 5; i++) {
            inbox.awaitTaken(i + "-" + name(".jsonl"));
        }
        assertThat(receiver.requests()).hasSize(before + 5);
    }

    private void assertKeptAsAWhole(String name, byte[] content, String reason) throws IOException {
        inbox.process(name, content);
        assertThat(inbox.failed(name)).hasBinaryContent(content);
        assertReasons(name, reason);
        assertThat(inbox.done(name)).doesNotExist();
        assertSent();
    }

    private static void assertReasons(String name, String... beginnings) {
        List<String> reasons = inbox.reasons(name);
        assertThat(reasons).hasSize(beginnings.length);
        for (int i = 0; i < beginnings.length; i++) {
            assertThat(reasons.get(i)).startsWith(beginnings[i]).hasSizeLessThan(400);
        }
    }

    /** The files that have been taken are through with their notifications, so that nothing can follow. */
    private void assertSent(Integer... actors) {
        List<JsonNode> sent = receiver.requests().stream()
                .skip(before)
                .map(Receiver.Request::json)
                .toList();
        assertThat(sent)
                .extracting(json -> json.path("GSW_CAMPAIGN_GROUP_ACTOR").asInt())
                .containsExactly(actors);
    }

    private static String name(String rest) {
        return "test-" + serial + rest;
    }

    private static byte[] good(int actor) {
        return utf8("{\"event\": \"loaded\", \"campaignGroup\": 124, \"actor\": " + actor + "}");
    }

    private static byte[] padded(int size) {
        byte[] event = good(1);
        byte[] padded = new byte[size];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(event, 0, padded, 0, event.length);
        return padded;
    }

    private static byte[] lines(byte[]... lines) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            file.writeBytes(line);
            file.write('\n');
        }
        return file.toByteArray();
    }

    private static byte[] array(byte[]... elements) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] element : elements) {
            file.write(file.size() == 0 ? '[' : ',');
            file.writeBytes(element);
        }
        file.write(']');
        return file.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
