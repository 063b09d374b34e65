package org.campaignstatus.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.statistics.Statistic.BUSY_FACTOR;
import static org.campaignstatus.statistics.Statistic.HIT_RATIO;
import static org.campaignstatus.statistics.Statistic.OVERDIAL_RATE;
import static org.campaignstatus.statistics.Statistic.TIME_TO_COMPLETE;
import static org.campaignstatus.statistics.StatisticCounter.ANSWERED;
import static org.campaignstatus.statistics.StatisticCounter.ATTEMPTS;
import static org.campaignstatus.statistics.StatisticCounter.RECORDS_PROCESSED;
import static org.campaignstatus.statistics.StatisticCounter.RECORDS_READY;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.campaignstatus.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsReaderTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-23T08:31:12.345Z");
    private static final Map<Object, Integer> CONFIGURED = Map.of(124, 124, "Campaign1@Group1", 124);

    private final StatisticsReader reader = new StatisticsReader(
            nameOrDbid -> CONFIGURED.containsKey(nameOrDbid)
                    ? OptionalInt.of(CONFIGURED.get(nameOrDbid))
                    : OptionalInt.empty(),
            new MutableClock(ARRIVAL).monotonic());

    @Test
    void everyMemberOfTheFormatIsRead() {
        StatisticsSample sample = read("{'campaignGroup': 124, 'time': '2026-11-23T08:31:10Z',"
                + "'values': {'busyFactor': 0.85, 'hitRatio': 0.3, 'overdialRate': 0.02, 'timeToComplete': 600},"
                + "'counters': {'attempts': 1, 'answered': 2, 'abandoned': 3, 'dropped': 4, 'busySeconds': 5,"
                + "             'readySeconds': 6, 'recordsReady': 7, 'recordsProcessed': 8},"
                + "'callingLists': [{'dbid': 201, 'values': {'hitRatio': 0.4, 'timeToComplete': 700},"
                + "  'counters': {'attempts': 9, 'answered': 10, 'recordsReady': 11, 'recordsProcessed': 12}}]}");

        assertThat(sample.campaignGroup()).isEqualTo(124);
        assertThat(sample.time()).isEqualTo("2026-11-23T08:31:10Z");
        assertThat(sample.measurements().values())
                .isEqualTo(Map.of(
                        BUSY_FACTOR, OptionalDouble.of(0.85),
                        HIT_RATIO, OptionalDouble.of(0.3),
                        OVERDIAL_RATE, OptionalDouble.of(0.02),
                        TIME_TO_COMPLETE, OptionalDouble.of(600)));
        assertThat(sample.measurements().counters().values()).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0);
        assertThat(sample.callingLists())
                .isEqualTo(Map.of(
                        201,
                        new Measurements(
                                Map.of(HIT_RATIO, OptionalDouble.of(0.4), TIME_TO_COMPLETE, OptionalDouble.of(700)),
                                Map.of(ATTEMPTS, 9.0, ANSWERED, 10.0, RECORDS_READY, 11.0, RECORDS_PROCESSED, 12.0))));
    }

    @Test
    void aCampaignGroupMayBeNamed() {
        assertThat(read("{'campaignGroup': 'Campaign1@Group1', 'values': {}}").campaignGroup())
                .isEqualTo(124);
    }

    @ParameterizedTest
    @CsvSource({"125,125", "0,0", "'''Nobody@Nowhere''','Nobody@Nowhere'", "'''124''',124"})
    void anUnknownCampaignGroupIsInvalidAndNamed(String json, String named) {
        assertInvalid("{'campaignGroup': " + json + ", 'values': {}}", "unknown campaign group " + named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'values': {}}", "{'campaignGroup': null, 'values': {}}"})
    void aCampaignGroupIsRequired(String json) {
        assertInvalid(json, "campaignGroup is missing: expected a DBID or a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'values': {}}", "{'counters': {}}", "{'callingLists': []}"})
    void oneKindOfStatisticsIsEnough(String json) {
        assertThat(read(json.replace("{'", "{'campaignGroup': 124, '"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'values': null", ", 'time': '2026-11-23T08:31:10Z', 'value': {'hitRatio': 0.3}"})
    void aMessageWithoutStatisticsIsInvalid(String members) {
        assertInvalid(
                "{'campaignGroup': 124" + members + "}", "no statistics: expected values, counters or callingLists");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "'time': null,", "'time': '2026-11-23T08:31:12.346Z',", "'time': '9999-12-31T23:59:59Z',"})
    void aTimeLeftOutOrInTheFutureIsThatOfArrival(String time) {
        assertThat(read("{'campaignGroup': 124, " + time + " 'values': {}}").time())
                .isEqualTo(ARRIVAL);
    }

    @Test
    void aReadyValueThatIsNullSaysUnknownAndOneLeftOutSaysNothing() {
        assertThat(read("{'campaignGroup': 124, 'values': {'busyFactor': null}}")
                        .measurements()
                        .values())
                .isEqualTo(Map.of(BUSY_FACTOR, OptionalDouble.empty()));
    }

    @Test
    void aCounterThatIsNullIsLeftOut() {
        assertThat(read("{'campaignGroup': 124, 'counters': {'attempts': null, 'answered': 0}}")
                        .measurements()
                        .counters())
                .isEqualTo(Map.of(ANSWERED, 0.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-1e-300", "1e999999999", "'0.3'", "true", "{}", "[]"})
    void aStatisticIsANumberThatIsNotNegative(String number) {
        String message = "{'campaignGroup': 124, 'values': {'hitRatio': " + number + "}}";
        assertThatThrownBy(() -> read(message))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("values.hitRatio is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9007199254740992", "1e999999999", "'5'"})
    void aCounterIsANumberUpToWhichSumsAreExact(String number) {
        String message =
                "{'campaignGroup': 124, 'callingLists': [{'dbid': 201, 'counters': {'recordsReady': " + number + "}}]}";
        assertThatThrownBy(() -> read(message))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("callingLists[0].counters.recordsReady is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void notANumberAndInfinityAreNoJson(String number) {
        String message = "{'campaignGroup': 124, 'values': {'hitRatio': " + number + "}}";
        assertThatThrownBy(() -> read(message)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aNegativeZeroIsZero() {
        StatisticsSample sample =
                read("{'campaignGroup': 124, 'values': {'hitRatio': -0.0}, 'counters': {'recordsReady': -0.0}}");
        assertThat(sample.measurements())
                .isEqualTo(new Measurements(Map.of(HIT_RATIO, OptionalDouble.of(0.0)), Map.of(RECORDS_READY, 0.0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'values': 5                                  | values is 5: expected an object",
                "'counters': [1]                              | counters is an array: expected an object",
                "'callingLists': {}                           | callingLists is an object: expected an array of"
                        + " objects",
                "'callingLists': [201]                        | callingLists is an array: expected an array of objects",
                "'callingLists': [{'values': {}}]             | callingLists[0].dbid is missing: expected a DBID",
                "'callingLists': [{'dbid': '201'}]            | callingLists[0].dbid is \"201\": expected a DBID, an"
                        + " integer from 1 to 2147483647",
                "'values': {}, 'time': 5                      | time is 5: expected a time as in RFC 3339 with an"
                        + " offset, for example 2026-11-23T08:31:00.123Z",
            },
            quoteCharacter = '`')
    void aMemberOfTheWrongTypeIsInvalid(String members, String problem) {
        assertInvalid("{'campaignGroup': 124, " + members + "}", problem);
    }

    @Test
    void aCallingListHasOneEntry() {
        assertInvalid(
                "{'campaignGroup': 124, 'callingLists': [{'dbid': 201}, {'dbid': 202}, {'dbid': 201}]}",
                "callingLists[2].dbid is 201: expected one entry for each calling list");
    }

    @Test
    void aMessageHoldsAtMostAThousandCallingLists() {
        assertThat(read(withCallingLists(1000)).callingLists()).hasSize(1000);
        assertInvalid(withCallingLists(1001), "callingLists is an array: expected at most 1000 calling lists");
    }

    @Test
    void unknownMembersAreIgnored() {
        StatisticsSample sample = read(
                "{'campaignGroup': 124, 'x': 1, 'values': {'hitRatio': 0.3, 'x': -1},'callingLists': [{'dbid': 201,"
                        + " 'x': 1, 'values': {'busyFactor': -1}, 'counters': {'dropped': -1}}]}");
        assertThat(sample.measurements())
                .isEqualTo(new Measurements(Map.of(HIT_RATIO, OptionalDouble.of(0.3)), Map.of()));
        assertThat(sample.callingLists()).isEqualTo(Map.of(201, new Measurements(Map.of(), Map.of())));
    }

    @Test
    void aDuplicateKeyIsInvalid() {
        String message = "{'campaignGroup': 124, 'values': {'hitRatio': 0.3, 'hitRatio': 0.4}}";
        assertThatThrownBy(() -> read(message))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("not valid JSON: Duplicate");
    }

    private static String withCallingLists(int size) {
        return IntStream.rangeClosed(1, size)
                .mapToObj(dbid -> "{'dbid': " + dbid + "}")
                .collect(Collectors.joining(",", "{'campaignGroup': 124, 'callingLists': [", "]}"));
    }

    private StatisticsSample read(String json) {
        return reader.read(Feed.input(json));
    }

    private void assertInvalid(String json, String problem) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(problem);
    }
}
