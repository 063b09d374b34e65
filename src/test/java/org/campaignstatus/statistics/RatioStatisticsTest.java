package org.campaignstatus.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.statistics.Feed.MAX_AGE;
import static org.campaignstatus.statistics.Feed.second;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatioStatisticsTest {

    private final Feed feed = new Feed();

    @Test
    void busyFactorIsTheBusyShareOfTheTimeOfTheAgents() {
        feed.tell(0, "'counters': {'busySeconds': 5100, 'readySeconds': 900}");
        assertThat(feed.shownAt(0).busyFactor()).isEqualTo(0.85);
    }

    @Test
    void hitRatioIsTheAnsweredShareOfTheAttempts() {
        feed.tell(
                0,
                "'counters': {'attempts': 1000, 'answered': 300}, "
                        + "'callingLists': [{'dbid': 201, 'counters': {'attempts': 10, 'answered': 4}}]");
        assertThat(feed.shownAt(0).hitRatio()).isEqualTo(0.3);
        assertThat(feed.shownAt(0).callingList(201).hitRatio()).isEqualTo(0.4);
    }

    @Test
    void overdialRateIsAbandonedAndDroppedPerAnswered() {
        feed.tell(0, "'counters': {'answered': 300, 'abandoned': 5, 'dropped': 1}");
        assertThat(feed.shownAt(0).overdialRate()).isEqualTo(0.02);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'busySeconds': 0, 'readySeconds': 0",
                "'attempts': 0, 'answered': 0",
                "'attempts': 0, 'answered': 5",
                "'answered': 0, 'abandoned': 0, 'dropped': 0",
                "'answered': 0, 'abandoned': 1, 'dropped': 1"
            })
    void aRatioOverZeroIsUnknownEvenIfItWasKnown(String counters) {
        feed.tell(0, "'values': {'busyFactor': 0.8, 'hitRatio': 0.3, 'overdialRate': 0.02}");
        feed.tell(1, "'counters': {" + counters + "}");
        CampaignGroupStatistics shown = feed.shownAt(1);
        String overZero =
                counters.contains("busy") ? "busyFactor" : counters.contains("att") ? "hitRatio" : "overdialRate";
        assertThat(shown).hasFieldOrPropertyWithValue(overZero, null);
        assertThat(new Double[] {shown.busyFactor(), shown.hitRatio(), shown.overdialRate()})
                .containsOnlyOnce((Double) null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'busySeconds': 5",
                "'readySeconds': 5",
                "'attempts': 5",
                "'answered': 5",
                "'abandoned': 5, 'dropped': 5",
                "'answered': 5, 'dropped': 5",
                "'answered': 5, 'abandoned': 5"
            })
    void aRatioWithACounterMissingIsUnknown(String counters) {
        feed.tell(0, "'counters': {" + counters + "}");
        assertThat(feed.shownAt(0))
                .usingRecursiveComparison()
                .ignoringFields("callingLists")
                .isEqualTo(CampaignGroupStatistics.UNKNOWN);
    }

    @Test
    void aMessageWithACounterMissingLeavesTheRatioAsItIs() {
        feed.tell(0, "'counters': {'attempts': 10, 'answered': 5, 'abandoned': 1, 'dropped': 0}");
        feed.tell(1, "'counters': {'attempts': 10, 'answered': 4}");
        assertThat(feed.shownAt(1).hitRatio()).isEqualTo(0.4);
        assertThat(feed.shownAt(1).overdialRate()).isEqualTo(0.2);
    }

    @Test
    void aStatisticStaysUntilItExpiresWhateverElseIsUpdated() {
        feed.tell(0, "'values': {'busyFactor': 0.8}");
        feed.tell(40, "'values': {'hitRatio': 0.3}, 'callingLists': [{'dbid': 201, 'values': {'hitRatio': 0.4}}]");

        assertThat(feed.shownAt(MAX_AGE).busyFactor()).isEqualTo(0.8);
        CampaignGroupStatistics later = feed.shownAt(MAX_AGE + 1e-9);
        assertThat(later.busyFactor()).isNull();
        assertThat(later.hitRatio()).isEqualTo(0.3);
        assertThat(later.callingList(201).hitRatio()).isEqualTo(0.4);
    }

    @Test
    void aStatisticOfExactlyTheMaxAgeApplies() {
        feed.tell(0, "'callingLists': [{'dbid': 201, 'values': {'hitRatio': 0.3, 'timeToComplete': 5}}]");
        assertThat(feed.shownAt(MAX_AGE).callingList(201)).isEqualTo(new CallingListStatistics(0.3, 5.0));
        assertThat(feed.shownAt(MAX_AGE + 1e-9).callingList(201)).isEqualTo(CallingListStatistics.UNKNOWN);
    }

    @Test
    void aReadyValueWinsOverTheCountersOfTheSameMessage() {
        feed.tell(
                0,
                "'values': {'hitRatio': 0.7}, 'counters': {'attempts': 10, 'answered': 5}, 'callingLists': ["
                        + "{'dbid': 201, 'values': {'hitRatio': 0.6}, 'counters': {'attempts': 10, 'answered': 5}}]");
        assertThat(feed.shownAt(0).hitRatio()).isEqualTo(0.7);
        assertThat(feed.shownAt(0).callingList(201).hitRatio()).isEqualTo(0.6);
    }

    @Test
    void laterCountersWinOverAnEarlierReadyValue() {
        feed.tell(0, "'values': {'hitRatio': 0.7}");
        feed.tell(1, "'counters': {'attempts': 10, 'answered': 5}");
        assertThat(feed.shownAt(1).hitRatio()).isEqualTo(0.5);
    }

    @Test
    void aMessageOlderThanWhatIsKnownDoesNotReplaceIt() {
        feed.tell(10, "'values': {'hitRatio': 0.7}");
        feed.tell(9, "'values': {'hitRatio': 0.2, 'busyFactor': 0.8}");
        assertThat(feed.shownAt(10).hitRatio()).isEqualTo(0.7);
        assertThat(feed.shownAt(10).busyFactor()).isEqualTo(0.8);
    }

    @Test
    void ofTwoMessagesOfTheSameTimeTheOneThatArrivesLaterApplies() {
        feed.tell(10, "'values': {'hitRatio': 0.7}");
        feed.tell(10, "'values': {'hitRatio': 0.2}");
        assertThat(feed.shownAt(10).hitRatio()).isEqualTo(0.2);
    }

    @Test
    void aReadyValueOfNullMakesTheStatisticUnknownDespiteTheCounters() {
        feed.tell(0, "'values': {'busyFactor': 0.8}");
        feed.tell(1, "'values': {'busyFactor': null}, 'counters': {'busySeconds': 5, 'readySeconds': 5}");
        assertThat(feed.shownAt(1).busyFactor()).isNull();
    }

    @Test
    void aReadyValueOfNullHoldsUntilALaterMessage() {
        feed.tell(1, "'values': {'busyFactor': null}");
        feed.tell(0, "'values': {'busyFactor': 0.8}");
        assertThat(feed.shownAt(1).busyFactor()).isNull();
        feed.tell(2, "'counters': {'busySeconds': 5, 'readySeconds': 5}");
        assertThat(feed.shownAt(2).busyFactor()).isEqualTo(0.5);
    }

    @Test
    void aStatisticOfAPreviousLoadIsUnknown() {
        feed.tell(
                10,
                "'values': {'busyFactor': 0.8}, 'counters': {'attempts': 10, 'answered': 5}, "
                        + "'callingLists': [{'dbid': 201, 'values': {'hitRatio': 0.4}}]");
        assertThat(feed.shownAt(20, second(10)).busyFactor()).isEqualTo(0.8);
        CampaignGroupStatistics reloaded = feed.shownAt(20, second(10 + 1e-9));
        assertThat(reloaded.busyFactor()).isNull();
        assertThat(reloaded.hitRatio()).isNull();
        assertThat(reloaded.callingList(201).hitRatio()).isNull();
    }
}
