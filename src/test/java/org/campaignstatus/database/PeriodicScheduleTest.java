package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PeriodicScheduleTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private final Map<Integer, Duration> intervals = new HashMap<>();
    private final PeriodicSchedule schedule =
            new PeriodicSchedule(group -> intervals.getOrDefault(group, Duration.ofSeconds(10)));

    @Test
    void theFirstMessageIsDueOneIntervalAfterTheCampaignGroupBecameActive() {
        schedule.begin(1, START);

        assertThat(schedule.due(START.plusMillis(9_999))).isEmpty();
        assertThat(schedule.due(START.plusMillis(10_000))).containsExactly(1);
    }

    @Test
    void aCampaignGroupIsDueOnceAnInterval() {
        schedule.begin(1, START);

        assertThat(schedule.due(START.plusSeconds(10))).containsExactly(1);
        assertThat(schedule.due(START.plusSeconds(10))).isEmpty();
    }

    @Test
    void theOnesThatHaveBeenDueForLongestComeFirst() {
        intervals.put(1, Duration.ofSeconds(3));
        intervals.put(2, Duration.ofSeconds(1));
        intervals.put(3, Duration.ofSeconds(2));
        List.of(1, 2, 3).forEach(group -> schedule.begin(group, START));

        assertThat(schedule.due(START.plusSeconds(3))).containsExactly(2, 3, 1);
    }

    @Test
    void aCampaignGroupThatIsNotActiveAnyMoreIsNotDue() {
        schedule.begin(1, START);
        schedule.end(1);

        assertThat(schedule.due(START.plusSeconds(60))).isEmpty();
    }

    @Test
    void overdueIsTheAgeOfTheLongestDue() {
        schedule.begin(1, START);
        schedule.begin(2, START.plusSeconds(5));
        schedule.begin(3, START.minusSeconds(50));
        schedule.end(3);

        assertThat(schedule.overdue(START.plusSeconds(10))).isZero();
        assertThat(schedule.overdue(START.plusSeconds(17))).isEqualTo(Duration.ofSeconds(7));

        schedule.end(1);
        assertThat(schedule.overdue(START.plusSeconds(17))).isEqualTo(Duration.ofSeconds(2));

        schedule.end(2);
        assertThat(schedule.overdue(START.plusSeconds(17))).isZero();
    }

    @Test
    void loadedAgainItsPeriodsBeginAnew() {
        schedule.begin(1, START);
        schedule.end(1);
        schedule.begin(1, START.plusSeconds(7));

        assertThat(schedule.due(START.plusSeconds(16))).isEmpty();
        assertThat(schedule.due(START.plusSeconds(17))).containsExactly(1);
    }

    @Test
    void anIntervalOfZeroMeansNoMessages() {
        intervals.put(1, Duration.ZERO);
        schedule.begin(1, START);

        assertThat(schedule.due(START.plus(Duration.ofDays(2)))).isEmpty();
    }

    @Test
    void aShorterIntervalAppliesFromTheLastMessageOn() {
        intervals.put(1, Duration.ofHours(24));
        schedule.begin(1, START);
        intervals.put(1, Duration.ofSeconds(30));
        schedule.replan(START.plusSeconds(10));

        assertThat(schedule.due(START.plusMillis(29_999))).isEmpty();
        assertThat(schedule.due(START.plusSeconds(30))).containsExactly(1);
    }

    @Test
    void whatAShorterIntervalMakesOverdueIsSpreadOverIt() {
        intervals.clear();
        IntStream.range(1, 1_001).forEach(group -> {
            intervals.put(group, Duration.ofHours(24));
            schedule.begin(group, START);
        });
        intervals.replaceAll((group, old) -> Duration.ofSeconds(10));
        Instant edit = START.plus(Duration.ofHours(1));
        schedule.replan(edit);

        for (int second = 1; second <= 10; second++) {
            assertThat(schedule.due(edit.plusSeconds(second)).size()).isBetween(50, 150);
        }
    }

    @Test
    void periodsTurnedOnLaterBegin() {
        intervals.put(1, Duration.ZERO);
        schedule.begin(1, START);
        intervals.put(1, Duration.ofSeconds(5));
        schedule.replan(START.plusSeconds(60));

        assertThat(schedule.due(START.plusSeconds(65))).containsExactly(1);
    }

    @Test
    void aStallIsNotFollowedByAllTheMessagesThatWereMissed() {
        schedule.begin(1, START);

        assertThat(schedule.due(START.plusSeconds(95))).containsExactly(1);
        assertThat(schedule.due(START.plusSeconds(96))).isEmpty();
    }

    @Test
    void thousandsThatWereLoadedInOneGoDoNotStayOneBurst() {
        IntStream.range(1, 10_001).forEach(group -> schedule.begin(group, START));
        Instant later = START.plusSeconds(10 * 15);
        advance(START, later);

        List<Integer> perSecond = new ArrayList<>();
        for (int second = 1; second <= 10; second++) {
            perSecond.add(schedule.due(later.plusSeconds(second)).size());
        }
        assertThat(perSecond).allSatisfy(count -> assertThat(count).isBetween(800, 1_200));
    }

    @Property(tries = 200)
    void twoMessagesAreAnIntervalApartGiveOrTakeAFewPercent(
            @ForAll @IntRange(min = 1) int group, @ForAll @IntRange(min = 1, max = 86_400) int seconds) {
        intervals.put(group, Duration.ofSeconds(seconds));
        schedule.begin(group, START);
        long step = Math.max(1, seconds * 1000L / 200);
        long last = 0;
        for (long now = 0, seen = 0; seen < 40; now += step) {
            if (!schedule.due(START.plusMillis(now)).isEmpty()) {
                seen++;
                assertThat((double) (now - last)).isBetween(seconds * 950.0 - step, seconds * 1050.0 + step);
                last = now;
            }
        }
        schedule.end(group);
    }

    private void advance(Instant from, Instant to) {
        for (Instant now = from; !now.isAfter(to); now = now.plusMillis(100)) {
            schedule.due(now);
        }
    }
}
