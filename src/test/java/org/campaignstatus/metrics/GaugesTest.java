package org.campaignstatus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.apache.hc.core5.pool.PoolStats;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.delivery.DeadLetters;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Scrape;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.Source;
import org.campaignstatus.lane.LaneLoad;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.statistics.MutableClock;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.statistics.StatisticsReader;
import org.campaignstatus.util.MonotonicClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each gauge shows its own number, as it is when somebody asks. */
final class GaugesTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final String ACTIVE = "campaignstatus_active_campaign_groups";
    private static final String WITHOUT = "campaignstatus_campaign_groups_without_statistics";
    private static final String OLDEST = "campaignstatus_statistics_oldest_age_seconds";
    private static final String OVERDUE = "campaignstatus_periodic_overdue_seconds";

    private final MutableClock clock = new MutableClock(NOON);
    private final MonotonicClock monotonic = clock.monotonic();
    private final Statistics statistics = new Statistics(monotonic, Duration.ofMinutes(1));
    private final States states = new States();
    private final PrometheusMeterRegistry registry = (PrometheusMeterRegistry) MetricsRegistry.create();
    private final Gauges gauges = new Gauges(registry);

    @BeforeEach
    void fourCampaignGroups(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("configuration.json"),
                Configured.campaignGroups().with(1).with(2).with(3).with(4).json());
        ReloadableConfiguration configuration = new ReloadableConfiguration(
                folder.resolve("none"), name -> name.equals("configuration.file") ? file.toString() : null);
        gauges.ofCampaignGroups(configuration, states, statistics, monotonic);
    }

    @Test
    void activeCampaignGroupsAreCountedByWhatTheyDo() {
        states.statuses.putAll(Map.of(1, Status.ACTIVE, 2, Status.RUNNING, 3, Status.RUNNING, 4, Status.NOT_LOADED));

        assertThat(shown(ACTIVE, "status", "active")).isEqualTo(1);
        assertThat(shown(ACTIVE, "status", "running")).isEqualTo(2);
        assertThat(shown(ACTIVE)).isEqualTo(3);
        assertThat(shown("campaignstatus_configured_campaign_groups")).isEqualTo(4);
    }

    @Test
    void theOldestStatisticsAreThoseWithoutANewSampleForLongest() {
        states.statuses.putAll(Map.of(1, Status.ACTIVE, 2, Status.RUNNING, 3, Status.RUNNING, 4, Status.NOT_LOADED));
        tell(1, 90);
        tell(1, 10);
        tell(2, 30);
        tell(4, 50);

        assertThat(shown(OLDEST)).isEqualTo(30);
        assertThat(shown(WITHOUT)).isEqualTo(1);
    }

    @Test
    void overdueIsInSeconds() {
        states.overdue = Duration.ofMillis(1500);
        assertThat(shown(OVERDUE)).isEqualTo(1.5);
    }

    /** With many campaign groups it takes a while, and Prometheus asks for each number by itself. */
    @Test
    void everyCampaignGroupIsLookedAtOnceInSomeSeconds() {
        states.statuses.put(1, Status.ACTIVE);
        assertThat(shown(ACTIVE)).isEqualTo(1);
        states.statuses.put(2, Status.ACTIVE);
        clock.set(NOON.plusSeconds(5));
        assertThat(shown(ACTIVE)).isEqualTo(1);
        assertThat(states.looks).isEqualTo(1);
        clock.set(NOON.plusMillis(5001));
        assertThat(shown(ACTIVE)).isEqualTo(2);
    }

    @Test
    void nobodyKnowsWhileTheDatabaseIsAway() {
        states.away = true;
        assertThat(List.of(shown(ACTIVE, "status", "active"), shown(WITHOUT), shown(OLDEST), shown(OVERDUE)))
                .containsOnly(Double.NaN);
        assertThat(states.looks)
                .as("times that somebody waited for the database")
                .isEqualTo(1);
        states.away = false;
        clock.set(NOON.plusSeconds(6));
        assertThat(List.of(shown(ACTIVE), shown(WITHOUT), shown(OLDEST), shown(OVERDUE)))
                .containsOnly(0.0);
    }

    @Test
    void waitingWorkIsShownByKind() {
        gauges.ofLanes(() -> new LaneLoad(1, 2, 3, 4, 5), () -> 6L, () -> new PoolStats(7, 0, 8, 0));

        assertThat(shown("campaignstatus_turns", "state", "under_way")).isEqualTo(1);
        assertThat(shown("campaignstatus_turns", "state", "waiting")).isEqualTo(2);
        assertThat(shown("campaignstatus_saturated_receivers")).isEqualTo(3);
        assertThat(shown("campaignstatus_pending_events")).isEqualTo(4);
        assertThat(shown("campaignstatus_pending_events_limit")).isEqualTo(5);
        assertThat(shown("campaignstatus_periodic_skipped_total")).isEqualTo(6);
        assertThat(shown("campaignstatus_connections", "state", "leased")).isEqualTo(7);
        assertThat(shown("campaignstatus_connections", "state", "idle")).isEqualTo(8);
    }

    @Test
    void deadLettersAreCountedByWhetherTheyWereStored() {
        DeadLetters failed = new DeadLetters("lost", attempt -> false, () -> 0);
        gauges.ofFailed(failed);
        failed.kept();

        assertThat(shown("campaignstatus_failed_notifications_total", "result", "kept"))
                .isEqualTo(1);
        assertThat(shown("campaignstatus_failed_notifications_total", "result", "not_kept"))
                .isZero();
    }

    @Test
    void stuckInputIsToldBySource() {
        gauges.ofStuckInput(Source.FILE, () -> Optional.of("cannot be archived"));
        gauges.ofStuckInput(Source.SQL, Optional::empty);

        assertThat(shown("campaignstatus_input_stuck", "source", "file")).isEqualTo(1);
        assertThat(shown("campaignstatus_input_stuck", "source", "sql")).isZero();
    }

    @Test
    void theVersionIsALabel() {
        gauges.ofBuild("1.2.3");
        assertThat(shown("campaignstatus_build_info", "version", "1.2.3")).isEqualTo(1);
    }

    private double shown(String name, String... labels) {
        return Scrape.read(registry.scrape()).sum(name, labels);
    }

    private void tell(int campaignGroup, int secondsAgo) {
        StatisticsReader reader = new StatisticsReader(group -> OptionalInt.of(campaignGroup), monotonic);
        Instant time = NOON.minusSeconds(secondsAgo);
        String text = "{\"campaignGroup\": %d, \"time\": \"%s\", \"values\": {\"hitRatio\": 0.5}}";
        statistics.accept(reader.read(new Input() {
            @Override
            public String id() {
                return "input";
            }

            @Override
            public String text() {
                return text.formatted(campaignGroup, time);
            }
        }));
    }

    /** Knows what a test says, and how often it was asked. */
    private static final class States implements StateStore {

        private final Map<Integer, Status> statuses = new HashMap<>();
        private Duration overdue = Duration.ZERO;
        private boolean away;
        private int looks;

        @Override
        public IntFunction<Status> statuses() {
            looks++;
            if (away) {
                throw new StateUnavailableException("away", null);
            }
            return dbid -> statuses.getOrDefault(dbid, Status.NOT_LOADED);
        }

        @Override
        public Duration overdue() {
            return overdue;
        }

        @Override
        public Map<Integer, Seen> of(Collection<Integer> campaignGroups) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<CampaignGroupState> take(LifecycleEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<CampaignGroupState> takeDue(StatusReport due) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<StatusReport> claimDue() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void open() {}

        @Override
        public void close() {}
    }
}
