package org.campaignstatus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.campaignstatus.statistics.CampaignGroupStatistics;
import org.junit.jupiter.api.Test;

/** The statistics that rows bring. */
final class SnapshotStatisticsTest extends SnapshotsSetup {

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

    /** 5 seconds pass from one query to the next. */
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
}
