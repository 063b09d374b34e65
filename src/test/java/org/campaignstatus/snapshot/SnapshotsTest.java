package org.campaignstatus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.campaignstatus.configuration.CampaignGroups;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.statistics.CampaignGroupStatistics;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.statistics.StatisticsReader;
import org.campaignstatus.util.MonotonicClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of rows, in words of rows, events and states; three campaign groups, 1 to 3, are configured. */
class SnapshotsTest {

    private final Known known = new Known();
    private final AtomicLong nanos = new AtomicLong();
    private final MonotonicClock clock =
            new MonotonicClock(Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC), nanos::get);
    private final Statistics statistics = new Statistics(clock, Duration.ofSeconds(60));
    private final List<String> rejections = new ArrayList<>();
    private CampaignGroups groups;
    private Snapshots snapshots;

    /** The states that were accepted, as any store of them tells them. */
    private static final class Known implements StateView {
        private final Map<Integer, CampaignGroupState> states = new HashMap<>();
        private final List<String> ids = new ArrayList<>();

        /** @return what the program sends, in words; nothing for an event of an id that was accepted before */
        List<String> accept(List<LifecycleEvent> events) {
            List<String> sent = new ArrayList<>();
            for (LifecycleEvent event : events) {
                if (!ids.contains(event.id())) {
                    ids.add(event.id());
                    int group = event.campaignGroup();
                    states.put(
                            group,
                            states.getOrDefault(group, CampaignGroupState.initial(group))
                                    .after(event, event.time()));
                    sent.add(group + " " + event.type().wireName());
                }
            }
            return sent;
        }

        @Override
        public IntFunction<Status> statuses() {
            return group -> states.get(group).status();
        }

        @Override
        public Map<Integer, Seen> of(Collection<Integer> campaignGroups) {
            Map<Integer, Seen> seen = new HashMap<>();
            states.forEach((group, state) -> {
                if (campaignGroups.contains(group)) {
                    seen.put(group, new Seen(state, null));
                }
            });
            return seen;
        }

        @Override
        public Duration overdue() {
            return Duration.ZERO;
        }
    }

    @BeforeEach
    void configure(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("configuration.json"),
                Configured.campaignGroups().with(1).with(2).with(3).json());
        groups = new ReloadableConfiguration(
                        folder.resolve("application.properties"),
                        key -> key.equals("configuration.file") ? file.toString() : null)
                .get()
                .campaignGroups();
        snapshots = snapshots();
    }

    private Snapshots snapshots() {
        StatisticsReader reader = new StatisticsReader(group -> OptionalInt.empty(), clock);
        Clock eachTimeLater = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                nanos.addAndGet(Duration.ofSeconds(5).toNanos());
                return clock.instant();
            }
        };
        return new Snapshots(
                () -> "SELECT",
                () -> groups,
                known,
                reader,
                eachTimeLater,
                nanos::get,
                (source, reason) -> rejections.add(source.label() + " " + reason.label()),
                Throwable::getMessage);
    }

    private static final class Row extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1;
    }

    /** @param columns names and values, in turns */
    private static Row row(Object group, String status, Object... columns) {
        Row row = new Row();
        row.put("campaign_group", group);
        row.put("status", status);
        for (int i = 0; i < columns.length; i += 2) {
            row.put((String) columns[i], columns[i + 1]);
        }
        return row;
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

    private Poll poll(Row... rows) {
        Poll poll = snapshots.compare(List.of(rows), snapshots.begin());
        poll.samples().forEach(statistics::accept);
        return poll;
    }

    /** @return what is sent because of an answer */
    private List<String> sent(Row... rows) {
        return poll(rows).changes().stream()
                .flatMap(change -> known.accept(snapshots.events(change)).stream())
                .toList();
    }

    @Test
    void eachChangeOfStatusIsTheEventsThatLeadThere() {
        assertThat(sent(row(1, "not-loaded"))).isEmpty();
        assertThat(sent(row(1, "running"))).containsExactly("1 loaded", "1 started");
        assertThat(sent(row(1, "running"))).isEmpty();
        assertThat(sent(row(1, "loaded"))).containsExactly("1 stopped");
        assertThat(sent(row(1, "running"))).containsExactly("1 started");
        assertThat(sent(row(1, "not-loaded"))).containsExactly("1 stopped", "1 unloaded");
        assertThat(sent(row(1, "loaded"))).containsExactly("1 loaded");
        assertThat(sent(row(1, "not-loaded"))).containsExactly("1 unloaded");
    }

    @Test
    void aRowNamesItsCampaignGroupByNameOrByDbid() {
        assertThat(sent(row(Configured.name(1), "loaded"), row(2L, "loaded"), row(new BigDecimal("3.0"), "loaded")))
                .containsExactly("1 loaded", "2 loaded", "3 loaded");
    }

    @Test
    void columnsMayBeInCapitalsAndTextsPadded() {
        assertThat(sent(inCapitals(row(Configured.name(1) + "   ", "loaded ")))).containsExactly("1 loaded");
    }

    @Test
    void theDialModeIsThatOfTheEventOrAnEventOfItsOwn() {
        assertThat(sent(row(1, "loaded", "dial_mode", "Predict", "optimize_by", "OverdialRate", "optimize_goal", 3)))
                .containsExactly("1 loaded");
        assertThat(known.states.get(1))
                .extracting(
                        CampaignGroupState::dialMode, CampaignGroupState::optimizeBy, CampaignGroupState::optimizeGoal)
                .containsExactly(DialMode.PREDICT, OptimizationMethod.OVERDIAL_RATE, 3);
        assertThat(sent(row(1, "loaded", "dial_mode", "Predict", "optimize_by", "OverdialRate", "optimize_goal", 5)))
                .containsExactly("1 dial-mode-changed");
        assertThat(sent(row(1, "running", "dial_mode", 6, "optimize_by", null)))
                .containsExactly("1 dial-mode-changed", "1 started");
        assertThat(known.states.get(1).dialMode()).isEqualTo(DialMode.POWER);
        assertThat(sent(row(1, "running"))).isEmpty();
        assertThat(sent(row(1, "not-loaded", "dial_mode", "Preview"))).containsExactly("1 stopped", "1 unloaded");
        assertThat(sent(row(1, "not-loaded", "dial_mode", "Predict"))).isEmpty();
    }

    @Test
    void aCampaignGroupWhoseRowIsGoneIsUnloaded() {
        sent(row(1, "running"), row(2, "loaded"), row(3, "not-loaded"));

        assertThat(sent(row(2, "loaded"))).containsExactly("1 stopped", "1 unloaded");
    }

    @Test
    void noRowAtAllChangesNothingWhereThereWereSome() {
        assertThat(sent()).isEmpty();
        sent(row(1, "running"));

        assertThatThrownBy(() -> sent())
                .hasMessage("the query returns no row of a configured campaign group, and some are loaded: 1");
        assertThatThrownBy(() -> sent(row("Nobody", "running")))
                .hasMessageContaining("no row of a configured campaign group");
    }

    @Test
    void anAnswerWithoutARequiredColumnChangesNothing() {
        sent(row(1, "running"));

        assertThatThrownBy(() -> sent(without("status", row(1, "running", "state", "running"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("the query returns no column status: expected it in every row");
        assertThatThrownBy(() -> snapshots.compare("UPDATE", snapshots.begin()))
                .hasMessage("the query returns no rows: expected one SELECT");
    }

    @Test
    void aRestartRepeatsNothingAndFindsWhatHasChangedMeanwhile() {
        sent(row(1, "running"), row(2, "loaded"));
        snapshots = snapshots();

        assertThat(sent(row(1, "running"), row(2, "loaded"))).isEmpty();
        snapshots = snapshots();

        assertThat(sent(row(1, "loaded"), row(3, "loaded")))
                .containsExactlyInAnyOrder("1 stopped", "2 unloaded", "3 loaded");
    }

    @Test
    void theSameChangeThatIsFoundTwiceIsAcceptedOnce() {
        Snapshots ofAnotherNode = snapshots();
        List<Row> rows = List.of(row(1, "running"));
        StateChange here = snapshots.compare(rows, snapshots.begin()).changes().get(0);
        StateChange again = snapshots.compare(rows, snapshots.begin()).changes().get(0);
        StateChange there =
                ofAnotherNode.compare(rows, ofAnotherNode.begin()).changes().get(0);
        List<LifecycleEvent> atTheSameTime = ofAnotherNode.events(there);

        assertThat(known.accept(snapshots.events(here))).containsExactly("1 loaded", "1 started");
        assertThat(snapshots.events(again)).isEmpty();
        assertThat(known.accept(List.of(atTheSameTime.get(0)))).isEmpty();
    }

    @Test
    void aRowThatIsOlderThanAnEventOfAnotherSourceMakesNone() {
        StateChange stale = poll(row(1, "running")).changes().get(0);
        known.accept(List.of(new LifecycleEvent("by hand", EventType.LOADED, 1, clock.instant(), null, null, null, 1)));

        assertThat(snapshots.events(stale)).isEmpty();
        assertThat(sent(row(1, "running"))).containsExactly("1 started");
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

    @Test
    void aRowForgesNoLine() {
        assertThat(rejected(row("Nobody\n2026-11-23 ERROR all is lost", "loaded")))
                .startsWith(
                        "unknown campaign group Nobody 2026-11-23 ERROR all is lost, in the row with campaign_group")
                .doesNotContain("\n");
    }

    /** @return the line about a row */
    private String rejected(Row row) {
        snapshots = snapshots();
        try (LogCapture log = LogCapture.provoking("campaignstatus.dialer")) {
            poll(row, row(3, "not-loaded"));
            return log.lines().get(0).message().replaceFirst(".*the first: ", "");
        }
    }

    @Test
    void twoRowsOfOneCampaignGroupAreBothRejected() {
        sent(row(1, "running"));

        assertThat(sent(row(1, "loaded"), row(1, "running"))).isEmpty();
        assertThat(rejections).containsExactly("sql invalid_member");
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

    @Test
    void aProblemIsShownUntilItIsMended() {
        snapshots.begin();
        snapshots.failed(new IllegalStateException("Connection refused"));
        assertThat(snapshots.problem())
                .hasValue("the dialer's database cannot be used, the campaign groups stay as they are:"
                        + " Connection refused");

        sent(row(1, "loaded"));
        assertThat(snapshots.problem()).isEmpty();

        snapshots.begin();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(snapshots.problem()).hasValue("the dialer's database has not answered for 11 s");
    }

    @Test
    void valuesAndCountersAreStatisticsByTheirNamesInSnakeCase() {
        sent(row(1, "running", "busy_factor", 0.8, "attempts", 100, "answered", 25L, "abandoned", 1, "dropped", 1.5));
        assertThat(shown(1))
                .extracting(
                        CampaignGroupStatistics::busyFactor,
                        CampaignGroupStatistics::hitRatio,
                        CampaignGroupStatistics::overdialRate,
                        CampaignGroupStatistics::timeToComplete)
                .containsExactly(0.8, 0.25, 0.1, null);

        sent(row(1, "running", "busy_factor", null, "time_to_complete", 90));
        assertThat(shown(1).busyFactor()).isNull();
        assertThat(shown(1).hitRatio()).isEqualTo(0.25);
        assertThat(shown(1).timeToComplete()).isEqualTo(90);
    }

    /** The clock of this test goes 5 seconds from one query to the next. */
    @Test
    void aDialerThatCountsMoreSlowlyThanItIsAskedHasOneSpeed() {
        for (int processed : new int[] {0, 0, 0, 150, 150, 150, 300, 300}) {
            sent(records(10_000 - processed, processed));
        }
        assertThat(shown(1).timeToComplete()).isEqualTo(9_700 / 10.0);
    }

    @Test
    void countersThatBeginAnewAtMidnightMakeNoSpeedUntilTheyGoOn() {
        sent(records(1_000, 5_000));
        sent(records(950, 5_050));
        assertThat(shown(1).timeToComplete()).isEqualTo(95);

        sent(records(0, 0));
        assertThat(shown(1).timeToComplete()).isNull();
        sent(records(2_000, 0));
        assertThat(shown(1).timeToComplete()).isNull();
        sent(records(1_900, 100));
        assertThat(shown(1).timeToComplete()).isEqualTo(95);
    }

    private static Row records(int ready, int processed) {
        return row(1, "running", "records_ready", ready, "records_processed", processed);
    }

    private CampaignGroupStatistics shown(int group) {
        return statistics.of(group, List.of(), null);
    }
}
