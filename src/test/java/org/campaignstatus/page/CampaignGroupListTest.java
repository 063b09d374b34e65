package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.util.MonotonicClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One sweep over the campaign groups is enough for all who look on. */
class CampaignGroupListTest {

    private static final PageQuery ALL = PageQuery.of(name -> null);

    @TempDir
    Path folder;

    private final States states = new States();
    private long nanos;
    private CampaignGroupList groups;

    /** States that count how often they are read, and take their time. */
    private final class States implements StateView {

        @Override
        public Duration overdue() {
            return Duration.ZERO;
        }

        private int sweeps;
        private Duration takes = Duration.ZERO;
        private boolean away;

        @Override
        public IntFunction<Status> statuses() {
            sweeps++;
            nanos += takes.toNanos();
            if (away) {
                throw new StateUnavailableException("the database cannot be used: gone", null);
            }
            return dbid -> dbid == 3 ? Status.RUNNING : dbid == 2 ? Status.ACTIVE : Status.NOT_LOADED;
        }

        @Override
        public Map<Integer, Seen> of(Collection<Integer> campaignGroups) {
            return Map.of();
        }
    }

    @BeforeEach
    void configure() throws Exception {
        Files.writeString(
                folder.resolve("configuration.json"),
                Configured.campaignGroups().with(1).with(2).with(3).json());
        Files.writeString(
                folder.resolve("application.properties"),
                "configuration.file = " + folder.resolve("configuration.json") + "\n");
        groups = new CampaignGroupList(
                new ReloadableConfiguration(folder.resolve("application.properties"), key -> null),
                states,
                new Statistics(new MonotonicClock(), Duration.ofMinutes(1)),
                () -> nanos);
    }

    @Test
    void whatDialsComesFirst() {
        assertThat(groups.find(ALL).rows()).extracting(CampaignGroup::dbid).containsExactly(3, 2, 1);
        assertThat(groups.find(ALL).counts())
                .containsEntry(Status.RUNNING, 1)
                .containsEntry(Status.ACTIVE, 1)
                .containsEntry(Status.NOT_LOADED, 1);
    }

    @Test
    void allWhoLookOnShareASweepForASecond() {
        groups.find(ALL);
        nanos += Duration.ofMillis(999).toNanos();
        groups.find(ALL);
        groups.find(PageQuery.of(name -> name.equals("search") ? "campaign" : null));
        assertThat(states.sweeps).isEqualTo(1);

        nanos += Duration.ofMillis(1).toNanos();
        groups.find(ALL);
        assertThat(states.sweeps).isEqualTo(2);
    }

    @Test
    void aSweepThatTakesLongIsMadeLessOften() {
        states.takes = Duration.ofMillis(50);
        groups.find(ALL);
        nanos += Duration.ofMillis(4_999).toNanos();
        groups.find(ALL);
        assertThat(states.sweeps).isEqualTo(1);

        nanos += Duration.ofMillis(1).toNanos();
        groups.find(ALL);
        assertThat(states.sweeps).isEqualTo(2);
    }

    @Test
    void campaignGroupsAreFoundEvenIfNobodyKnowsWhatTheyDo() {
        states.away = true;
        CampaignGroupList.Found found = groups.find(ALL);

        assertThat(found.rows()).extracting(CampaignGroup::dbid).containsExactly(1, 2, 3);
        assertThat(found.counts()).isNull();
        assertThat(found.problem()).isEqualTo("the database cannot be used: gone");
    }

    @Test
    void numbersInNamesSortByTheirValue() {
        assertThat(Stream.of("Camp10@A", "camp2@A", "Camp 2@A", "Camp02@B", "Camp1a@A", "Camp@A")
                        .sorted(Comparator.comparing(NaturalOrder::key)))
                .containsExactly("Camp 2@A", "Camp1a@A", "camp2@A", "Camp02@B", "Camp10@A", "Camp@A");
    }
}
