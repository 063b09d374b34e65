package org.campaignstatus.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.statistics.Feed.MAX_AGE;
import static org.campaignstatus.statistics.Feed.second;

import org.junit.jupiter.api.Test;

class TimeToCompleteTest {

    private final Feed feed = new Feed();

    @Test
    void itIsTheRecordsReadyPerSpeedBetweenTheLastTwoSamples() {
        feed.tell(0, records(500, 0));
        feed.tell(10, records(450, 20));
        feed.tell(30, records(400, 120));
        assertThat(feed.shownAt(30).timeToComplete()).isEqualTo(400 / (100 / 20.0));
    }

    @Test
    void fractionsOfASecondCount() {
        feed.tell(0, records(500, 0));
        feed.tell(0.5, records(400, 100));
        assertThat(feed.shownAt(0.5).timeToComplete()).isEqualTo(2);
    }

    @Test
    void aCallingListHasItsOwn() {
        feed.tell(0, lists(list(201, 500, 0), list(202, 90, 0)));
        feed.tell(10, lists(list(201, 400, 100), list(202, 80, 5)));
        assertThat(feed.shownAt(10).callingList(201).timeToComplete()).isEqualTo(40);
        assertThat(feed.shownAt(10).callingList(202).timeToComplete()).isEqualTo(160);
    }

    @Test
    void itTakesTwoSamples() {
        feed.tell(0, records(500, 10) + ", " + lists(list(201, 500, 10)));
        assertThat(feed.shownAt(0).timeToComplete()).isNull();
        assertThat(feed.shownAt(0).callingList(201).timeToComplete()).isNull();
    }

    @Test
    void twoSamplesOfTheSameTimeAreOneAndTheLaterArrivalApplies() {
        feed.tell(0, records(500, 0));
        feed.tell(10, records(400, 50));
        feed.tell(10, records(400, 100));
        assertThat(feed.shownAt(10).timeToComplete()).isEqualTo(40);
    }

    @Test
    void aSampleNeedsBothCounters() {
        feed.tell(0, records(500, 0));
        feed.tell(10, "'counters': {'recordsReady': 400}");
        feed.tell(11, "'counters': {'recordsProcessed': 100}");
        assertThat(feed.shownAt(11).timeToComplete()).isNull();
        feed.tell(20, records(300, 200));
        assertThat(feed.shownAt(20).timeToComplete()).isEqualTo(30);
    }

    @Test
    void withoutProgressItIsUnknown() {
        feed.tell(0, records(500, 10));
        feed.tell(10, records(400, 110));
        feed.tell(20, records(400, 110));
        assertThat(feed.shownAt(20).timeToComplete()).isNull();
        feed.tell(30, records(0, 110));
        assertThat(feed.shownAt(30).timeToComplete()).isNull();
    }

    @Test
    void withNoRecordLeftItIsZero() {
        feed.tell(0, records(100, 10));
        feed.tell(10, records(0, 110));
        assertThat(feed.shownAt(10).timeToComplete()).isZero();
    }

    @Test
    void countersThatStartAgainMakeThatSampleTheFirstOne() {
        feed.tell(0, records(500, 100));
        feed.tell(10, records(1000, 10));
        assertThat(feed.shownAt(10).timeToComplete()).isNull();
        feed.tell(20, records(900, 60));
        assertThat(feed.shownAt(20).timeToComplete()).isEqualTo(180);
    }

    @Test
    void aSampleThatArrivesLateTakesItsPlaceByTime() {
        feed.tell(0, records(500, 0));
        feed.tell(20, records(400, 100));
        feed.tell(10, records(420, 80));
        assertThat(feed.shownAt(20).timeToComplete()).isEqualTo(200);
        feed.tell(5, records(450, 40));
        assertThat(feed.shownAt(20).timeToComplete()).isEqualTo(200);
    }

    @Test
    void theLatestSampleAppliesUntilItIsOlderThanTheMaxAge() {
        feed.tell(0, records(500, 0));
        feed.tell(10, records(400, 100));
        assertThat(feed.shownAt(10 + MAX_AGE).timeToComplete()).isEqualTo(40);
        assertThat(feed.shownAt(10 + MAX_AGE + 1e-9).timeToComplete()).isNull();
    }

    @Test
    void aFeedWithOneMessageEveryLongestAgeIsAlwaysUsable() {
        feed.tell(0, records(10_000, 0));
        for (int minute = 1; minute <= 5; minute++) {
            feed.tell(minute * MAX_AGE, records(6000 - 600 * minute, 600 * minute));
            assertThat(feed.shownAt((minute + 1) * MAX_AGE).timeToComplete()).isEqualTo(600 - 60 * minute);
        }
    }

    @Test
    void twoSamplesMoreThanThreeLongestAgesApartMakeNoSpeed() {
        feed.tell(0, records(500, 0));
        feed.tell(3 * MAX_AGE, records(320, 180));
        assertThat(feed.shownAt(3 * MAX_AGE).timeToComplete()).isEqualTo(320);

        Feed slower = new Feed();
        slower.tell(0, records(500, 0));
        slower.tell(3 * MAX_AGE + 1, records(320, 180));
        assertThat(slower.shownAt(3 * MAX_AGE + 1).timeToComplete()).isNull();
    }

    @Test
    void aSampleOfAPreviousLoadIsNotTheFirstOfTwo() {
        feed.tell(0, records(500, 0) + ", " + lists(list(201, 500, 0), list(202, 500, 0)));
        feed.tell(10, records(400, 100) + ", " + lists(list(201, 400, 100), list(202, 400, 100)));
        assertThat(feed.shownAt(10, second(0)).timeToComplete()).isEqualTo(40);
        assertThat(feed.shownAt(10, second(0)).callingList(201).timeToComplete())
                .isEqualTo(40);
        assertThat(feed.shownAt(10, second(1)).timeToComplete()).isNull();
        assertThat(feed.shownAt(10, second(1)).callingList(201).timeToComplete())
                .isNull();
    }

    @Test
    void aReadyValueWinsOverTheCountersOfTheSameMessage() {
        feed.tell(0, records(500, 0) + ", " + lists(list(201, 500, 0)));
        feed.tell(
                10,
                "'values': {'timeToComplete': 7}, " + records(400, 100)
                        + ", 'callingLists': [{'dbid': 201, 'values': {'timeToComplete': 8},"
                        + " 'counters': {'recordsReady': 400, 'recordsProcessed': 100}}]");
        assertThat(feed.shownAt(10).timeToComplete()).isEqualTo(7);
        assertThat(feed.shownAt(10).callingList(201).timeToComplete()).isEqualTo(8);
    }

    @Test
    void laterCountersWinOverAReadyValueAndALaterReadyValueOverCounters() {
        feed.tell(0, "'values': {'timeToComplete': 7}");
        feed.tell(1, records(500, 0));
        assertThat(feed.shownAt(1).timeToComplete()).isNull();
        feed.tell(11, records(400, 100));
        assertThat(feed.shownAt(11).timeToComplete()).isEqualTo(40);
        feed.tell(12, "'values': {'timeToComplete': 6}");
        assertThat(feed.shownAt(12).timeToComplete()).isEqualTo(6);
    }

    @Test
    void aReadyValueOfNullMakesItUnknownDespiteTheCountersOfTheMessage() {
        feed.tell(0, records(500, 0) + ", " + lists(list(201, 500, 0), list(202, 500, 0)));
        feed.tell(
                10,
                "'values': {'timeToComplete': null}, " + records(400, 100) + ", "
                        + lists(list(201, 400, 100), list(202, 400, 100)));
        assertThat(feed.shownAt(10).timeToComplete()).isNull();
        assertThat(feed.shownAt(10).callingList(201).timeToComplete()).isEqualTo(40);
    }

    @Test
    void afterAReadyValueOfNullLaterCallingListsGiveAValueAgain() {
        feed.tell(0, lists(list(201, 500, 0), list(202, 500, 0)));
        feed.tell(10, "'values': {'timeToComplete': null}, " + lists(list(202, 400, 100)));
        feed.tell(20, lists(list(201, 300, 200)));
        assertThat(feed.shownAt(20).timeToComplete()).isNull();
        feed.tell(30, lists(list(201, 200, 300), list(202, 200, 300)));
        assertThat(feed.shownAt(30).timeToComplete()).isEqualTo(400 / 20.0);
    }

    @Test
    void withoutItsOwnTheGroupHasTotalRecordsReadyOverSummedSpeedOfItsCallingLists() {
        feed.tell(0, lists(list(201, 500, 0), list(202, 90, 0)));
        feed.tell(10, lists(list(201, 400, 100), list(202, 80, 10)));
        assertThat(feed.shownAt(10).timeToComplete()).isEqualTo((400 + 80) / (10.0 + 1.0));
    }

    @Test
    void itsOwnWinsOverTheCallingListsOfTheGroup() {
        feed.tell(0, records(500, 0) + ", " + lists(list(201, 500, 0), list(202, 90, 0)));
        feed.tell(10, records(450, 50) + ", " + lists(list(201, 400, 100), list(202, 80, 10)));
        assertThat(feed.shownAt(10).timeToComplete()).isEqualTo(90);
        feed.tell(11, "'values': {'timeToComplete': 7}");
        assertThat(feed.shownAt(11).timeToComplete()).isEqualTo(7);
    }

    @Test
    void theCallingListsStepInWhereTheGroupHasOneSample() {
        feed.tell(0, lists(list(201, 500, 0), list(202, 90, 0)));
        feed.tell(10, records(450, 50) + ", " + lists(list(201, 400, 100), list(202, 90, 0)));
        assertThat(feed.shownAt(10).timeToComplete()).isEqualTo(49);
    }

    @Test
    void aCallingListWithoutProgressAddsItsRecordsAndNoSpeed() {
        feed.tell(0, lists(list(201, 500, 0), list(202, 90, 5)));
        feed.tell(10, lists(list(201, 400, 100), list(202, 90, 5)));
        assertThat(feed.shownAt(10).timeToComplete()).isEqualTo((400 + 90) / 10.0);
    }

    @Test
    void callingListsWithoutAnyProgressGiveNoValue() {
        feed.tell(0, lists(list(201, 500, 0), list(202, 90, 5)));
        feed.tell(10, lists(list(201, 500, 0), list(202, 90, 5)));
        assertThat(feed.shownAt(10).timeToComplete()).isNull();
    }

    @Test
    void oneUnknownCallingListMakesThatOfTheGroupUnknown() {
        feed.tell(0, lists(list(201, 500, 0)));
        feed.tell(10, lists(list(201, 400, 100)));
        assertThat(feed.shownAt(10).timeToComplete()).isNull();
        feed.tell(20, lists(list(201, 300, 200), list(202, 90, 0)));
        assertThat(feed.shownAt(20).timeToComplete()).isNull();
        feed.tell(30, lists(list(201, 200, 300), list(202, 90, 0)));
        assertThat(feed.shownAt(30).timeToComplete()).isEqualTo(29);
    }

    @Test
    void oneStaleCallingListMakesThatOfTheGroupUnknown() {
        feed.tell(0, lists(list(201, 500, 0), list(202, 90, 0)));
        feed.tell(10, lists(list(201, 400, 100), list(202, 80, 10)));
        feed.tell(MAX_AGE, lists(list(201, 300, 200)));
        assertThat(feed.shownAt(10 + MAX_AGE).timeToComplete()).isNotNull();
        assertThat(feed.shownAt(11 + MAX_AGE).timeToComplete()).isNull();
    }

    @Test
    void aCallingListThatIsNotConfiguredAddsNothing() {
        feed.tell(0, lists(list(201, 500, 0), list(202, 90, 0), list(203, 900, 0)));
        feed.tell(10, lists(list(201, 400, 100), list(202, 90, 0), list(203, 100, 800)));
        assertThat(feed.shownAt(10).timeToComplete()).isEqualTo(49);
    }

    @Test
    void aSpeedTooSmallToDivideByIsNoProgress() {
        feed.tell(0, "'counters': {'recordsReady': 1000, 'recordsProcessed': 0}");
        feed.tell(10, "'counters': {'recordsReady': 1000, 'recordsProcessed': 1e-320}");
        assertThat(feed.shownAt(10).timeToComplete()).isNull();
    }

    private static String records(int ready, int processed) {
        return "'counters': {'recordsReady': " + ready + ", 'recordsProcessed': " + processed + "}";
    }

    private static String list(int dbid, int ready, int processed) {
        return "{'dbid': " + dbid + ", " + records(ready, processed) + "}";
    }

    private static String lists(String... lists) {
        return "'callingLists': [" + String.join(", ", lists) + "]";
    }
}
