package org.campaignstatus.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

/** Files that hold what is no statistics: kept with the reason, and what is good beside it counts. */
class BadStatisticsFilesTest {

    @TempDir
    static Path folder;

    private static Receiver receiver;
    private static Program program;
    private static InboxFolder inbox;
    private static int serial;

    @BeforeAll
    static void start() throws Exception {
        receiver = Receiver.start();
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .configuredBy(LifecycleFilesSetup.CONFIGURATION)
                .start();
        inbox = program.statisticsInbox();
    }

    @AfterAll
    static void stop() {
        Schema.assertNotifications(receiver);
        program.close();
        receiver.close();
    }

    @BeforeEach
    void count() {
        serial++;
    }

    static List<BadPiece> statistics() {
        return BadPiece.statistics();
    }

    static Stream<BadPiece> jsonStatistics() {
        return BadPiece.statistics().stream().filter(BadPiece::isJson);
    }

    @ParameterizedTest
    @MethodSource("statistics")
    void ofALinesFileOnlyTheBadLineIsQuarantined(BadPiece bad) throws IOException {
        byte[] file = joined(good("hitRatio", serial), "\n", bad.bytes(), "\n", good("busyFactor", serial), "\n");
        inbox.process(name(".jsonl"), file);

        assertTold("HIT_RATIO", "BUSY_FACTOR");
        assertThat(inbox.done(name(".jsonl"))).hasBinaryContent(file);
        assertThat(inbox.failed(name(".jsonl"))).hasBinaryContent(joined(bad.bytes(), "\n"));
        assertReason(name(".jsonl"), "line 2: " + bad.reason());
    }

    @ParameterizedTest
    @MethodSource("jsonStatistics")
    void ofAnArrayOnlyTheBadElementIsQuarantined(BadPiece bad) throws IOException {
        byte[] file = joined("[", good("hitRatio", serial), ",", bad.bytes(), ",", good("busyFactor", serial), "]");
        inbox.process(name(".json"), file);

        assertTold("HIT_RATIO", "BUSY_FACTOR");
        assertThat(inbox.done(name(".json"))).hasBinaryContent(file);
        assertThat(inbox.failed(name(".json"))).hasBinaryContent(joined("[\n", bad.bytes(), "\n]\n"));
        assertReason(name(".json"), "element 2: " + bad.reason());
    }

    @ParameterizedTest
    @MethodSource("statistics")
    void aFileThatIsNothingButBadIsQuarantinedAsAWhole(BadPiece bad) throws IOException {
        inbox.process(name(".json"), bad.bytes());
        assertThat(inbox.failed(name(".json"))).hasBinaryContent(bad.bytes());
        assertReason(name(".json"), "element 1: ");
        assertThat(inbox.done(name(".json"))).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {".json", ".jsonl"})
    void anEmptyFileIsQuarantined(String ending) {
        inbox.process(name(ending), "");
        assertThat(inbox.failed(name(ending))).isEmptyFile();
        assertThat(inbox.reasons(name(ending))).singleElement().asString().contains("1: empty: expected ");
    }

    @Test
    void aNameUsedAgainOverwritesNothing() {
        for (int i = 0; i < 3; i++) {
            inbox.process(name(".jsonl"), "{}\n" + good("hitRatio", serial) + "\n");
        }
        assertThat(inbox.named(".done", name(""))).hasSize(3);
        assertThat(inbox.named(".failed", name(""))).hasSize(6);
    }

    @Test
    void aQuarantinedFileIsMendedAndHandedInAgain() throws IOException {
        inbox.process(name(".json"), good("hitRatio", serial).replace("124", "99"));
        String mended = Files.readString(inbox.failed(name(".json"))).replace("99", "124");
        inbox.process(name(".json"), mended);
        assertThat(inbox.done(name(".json"))).hasContent(mended);
        assertTold("HIT_RATIO");
    }

    /** The next notification tells the value of this test. */
    private static void assertTold(String... attributes) {
        InboxFolder lifecycle = program.lifecycleInbox();
        lifecycle.process(
                name(".json"),
                "{\"event\": \"loaded\", \"campaignGroup\": 124, \"time\": \"2018-06-01T16:01:00Z\", \"actor\": "
                        + serial + "}");
        List<JsonNode> told = receiver.about("124");
        JsonNode last = told.get(told.size() - 1);
        assertThat(last.path("GSW_CAMPAIGN_GROUP_ACTOR").asInt()).isEqualTo(serial);
        for (String attribute : attributes) {
            assertThat(last.path("GSW_STAT_" + attribute).asInt()).isEqualTo(serial);
        }
    }

    private static void assertReason(String name, String beginning) {
        assertThat(inbox.reasons(name)).singleElement().asString().startsWith(beginning);
    }

    private static String good(String statistic, int value) {
        return "{\"campaignGroup\": 124, \"values\": {\"" + statistic + "\": " + value + "}}";
    }

    private static String name(String rest) {
        return "test-" + serial + rest;
    }

    private static byte[] joined(Object... parts) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (Object part : parts) {
            file.writeBytes(part instanceof byte[] bytes ? bytes : ((String) part).getBytes(StandardCharsets.UTF_8));
        }
        return file.toByteArray();
    }
}
