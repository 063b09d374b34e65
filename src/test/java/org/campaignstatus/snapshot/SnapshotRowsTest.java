package org.campaignstatus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How rows are read, and which of them are rejected. */
final class SnapshotRowsTest extends SnapshotsSetup {

    @Test
    void aRowNamesItsCampaignGroupByNameOrByDbid() {
        assertThat(sent(row(Configured.name(1), "loaded"), row(2L, "loaded"), row(new BigDecimal("3.0"), "loaded")))
                .containsExactly("1 loaded", "2 loaded", "3 loaded");
    }

    /** Dialers have ids in columns of text; a campaign group that is named by digits keeps its name. */
    @Test
    void digitsInATextAreADbidIfNoCampaignGroupHasThatName(@TempDir Path folder) throws Exception {
        configure(
                folder,
                Configured.campaignGroups().with(1).with(2).with(3).json().replace(Configured.name(3), "2"));

        assertThat(sent(row("1", "loaded"), row("2", "loaded"), row(2, "loaded")))
                .containsExactly("1 loaded", "2 loaded", "3 loaded");
    }

    /** It waits behind others for a slow receiver; with each poll it would fill the lanes further. */
    @Test
    void aChangeThatHasNotHadItsTurnIsNotHandedOutAgain() {
        StateChange change = poll(row(1, "loaded")).changes().get(0);
        assertThat(poll(row(1, "loaded")).changes()).isEmpty();
        assertThat(poll(row(1, "running"), row(2, "loaded")).changes())
                .extracting(StateChange::campaignGroup)
                .containsExactly(2);
        assertThat(accepted(snapshots.events(change))).containsExactly("1 loaded");
        assertThat(sent(row(1, "running"), row(2, "not-loaded"))).containsExactly("1 started");
    }

    /** Of another tenant, for example. */
    @Test
    void whileSeveralCampaignGroupsHaveTheNameOfARowTheyStayAsTheyAre(@TempDir Path folder) throws Exception {
        sent(row(Configured.name(1), "running"), row(Configured.name(3), "loaded"));
        configure(
                folder,
                Configured.campaignGroups()
                        .with(1)
                        .with(2)
                        .with(3)
                        .json()
                        .replace(Configured.name(2), Configured.name(1)));

        assertThat(sent(row(Configured.name(1), "running"), row(Configured.name(3), "loaded")))
                .isEmpty();
        assertThat(sent(row(Configured.name(3), "loaded"))).containsExactly("1 stopped", "1 unloaded");
    }

    @Test
    void columnsMayBeInCapitalsAndTextsPadded() {
        assertThat(sent(inCapitals(row(Configured.name(1) + "   ", "loaded ")))).containsExactly("1 loaded");
    }

    @Test
    void anAnswerWithoutARequiredColumnChangesNothing() {
        sent(row(1, "running"));

        assertThatThrownBy(() -> sent(without("status", row(1, "running", "state", "running"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("the query returns no column status: expected it in every row");
        assertThatThrownBy(() -> snapshots.compare("UPDATE", begin()))
                .hasMessage("the query returns no rows: expected one SELECT");
    }

    @Test
    void aBadRowIsRejectedInOneLineAndTheOthersGoOn() {
        sent(row(1, "running"), row(2, "loaded"));
        try (LogCapture log = LogCapture.provoking("campaignstatus.dialer")) {
            for (int times = 0; times < 3; times++) {
                assertThat(sent(
                                row("Nobody", "loaded"),
                                row(1, "off"),
                                row(2, "loaded", "attempts", "many"),
                                row(3, "loaded", "optimize_goal", 2.5)))
                        .isEmpty();
            }

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.message())
                            .isEqualTo(
                                    "4 of 4 rows of the dialer's database are rejected, the first: unknown campaign group"
                                            + " Nobody, in the row with campaign_group \"Nobody\""));
        }
        assertThat(rejections)
                .containsExactly(
                        "sql unknown_campaign_group", "sql invalid_member", "sql invalid_member", "sql invalid_member");
        assertThat(rejected(row(1, "off")))
                .isEqualTo(
                        "status is \"off\": expected not-loaded, loaded or running, in the row with campaign_group 1");
        assertThat(rejected(row(2, "loaded", "attempts", "many")))
                .isEqualTo("attempts is \"many\": expected a number from 0 to 9007199254740991,"
                        + " in the row with campaign_group 2");
        assertThat(rejected(row(2, "loaded", "dial_mode", "Turbo")))
                .startsWith("dial_mode is \"Turbo\": expected a code from 0 to 11 or one of NoDialMode, Predict");
        assertThat(rejected(row(null, "loaded")))
                .isEqualTo("campaign_group is missing: expected the DBID or the name of a campaign group,"
                        + " in the row with campaign_group null");
        assertThat(rejected(row(1, "running", "hit_ratio", -0.5)))
                .startsWith("hit_ratio is -0.5: expected a number that is not negative");
    }

    static List<Arguments> mistakes() {
        return List.of(
                arguments("campaign_group", true, "unknown campaign group true"),
                arguments("campaign_group", "99", "unknown campaign group 99"),
                arguments("campaign_group", "3000000000", "unknown campaign group 3000000000"),
                arguments("campaign_group", "1.0", "unknown campaign group 1.0"),
                arguments("campaign_group", 1.5, "campaign_group is 1.5: expected the DBID or the name"),
                arguments("status", null, "status is missing: expected not-loaded, loaded or running"),
                arguments("status", " ", "status is missing: expected not-loaded, loaded or running"),
                arguments("status", 1, "status is 1: expected not-loaded, loaded or running"),
                arguments("status", "off".getBytes(StandardCharsets.UTF_8), "status is \"off\": expected not-loaded"),
                arguments("dial_mode", 12, "dial_mode is 12: expected a code from 0 to 11 or one of"),
                arguments("dial_mode", "6", "dial_mode is \"6\": expected a code from 0 to 11 or one of"),
                arguments("optimize_by", "Goal", "optimize_by is \"Goal\": expected a code from 0 to 3 or one of"),
                arguments("optimize_goal", "3", "optimize_goal is \"3\": expected an integer from 0 to 2147483647"),
                arguments("optimize_goal", -1, "optimize_goal is -1: expected an integer from 0 to 2147483647"),
                arguments("busy_factor", Double.NaN, "busy_factor is \"NaN\": expected a number that is not negative"),
                arguments("attempts", true, "attempts is \"true\": expected a number from 0 to 9007199254740991"),
                arguments("attempts", -1, "attempts is -1: expected a number from 0 to 9007199254740991"),
                arguments("records_ready", new BigDecimal("1e30"), "records_ready is 1.0E30: expected a number from"),
                arguments("busy_seconds", Timestamp.from(BEGIN), "busy_seconds is \"2026-11-23 "));
    }

    /** The rows of a query come again and again: each mistake has the same line every time, and counts once. */
    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeHasOneClearLine(String column, Object value, String line) {
        Row row = row(1, "loaded");
        row.put(column, value);

        assertThat(rejected(row)).startsWith(line).contains(", in the row with campaign_group ");
        poll(row, row(3, "not-loaded"));
        assertThat(rejections).hasSize(1);
    }

    @Test
    void aRowForgesNoLine() {
        assertThat(rejected(row("Nobody\n2026-11-23 ERROR all is lost", "loaded")))
                .startsWith(
                        "unknown campaign group Nobody 2026-11-23 ERROR all is lost, in the row with campaign_group")
                .doesNotContain("\n");
    }

    /** @return the line about rows, of which one or more are rejected */
    private String rejected(Row... rows) {
        snapshots = snapshots();
        try (LogCapture log = LogCapture.provoking("campaignstatus.dialer")) {
            poll(Stream.concat(Stream.of(rows), Stream.of(row(3, "not-loaded"))).toArray(Row[]::new));
            return log.lines().get(0).message().replaceFirst(".*the first: ", "");
        }
    }

    @Test
    void twoRowsOfOneCampaignGroupAreBothRejected() {
        sent(row(1, "running"));

        assertThat(sent(row(1, "loaded"), row(1, "running"))).isEmpty();
        assertThat(rejections).containsExactly("sql invalid_member");
        assertThat(rejected(row(1, "loaded"), row(Configured.name(1), "running")))
                .isEqualTo("2 rows: expected one for each campaign group, in the row with campaign_group 1");
    }

    @Test
    void aColumnThatIsNotKnownIsNamedOnce() {
        try (LogCapture log = LogCapture.provoking("campaignstatus.dialer")) {
            sent(row(1, "loaded", "atempts", 1));
            sent(row(1, "loaded", "atempts", 2));

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(
                            line -> assertThat(line.message())
                                    .startsWith(
                                            "The query returns columns that are not known and not used: atempts; known are abandoned"));
        }
    }

    private static Row inCapitals(Row row) {
        Row capitals = new Row();
        row.forEach((column, value) -> capitals.put(column.toUpperCase(Locale.ROOT), value));
        return capitals;
    }

    private static Row without(String column, Row row) {
        row.remove(column);
        return row;
    }
}
