package org.campaignstatus.statistics;

import static org.campaignstatus.statistics.Statistic.HIT_RATIO;
import static org.campaignstatus.statistics.Statistic.TIME_TO_COMPLETE;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.input.JsonFields;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.util.MonotonicClock;

/**
 * Reads one message of the statistics feed: a JSON object with ready values, counters, or both. A ready value that is null
 * makes the statistic unknown; everywhere else null is the same as left out. Thread-safe if the look-up of campaign groups is.
 */
public final class StatisticsReader {

    private static final Set<Statistic> OF_A_CALLING_LIST = EnumSet.of(HIT_RATIO, TIME_TO_COMPLETE);
    private static final Set<StatisticCounter> COUNTERS_OF_A_CALLING_LIST = EnumSet.of(
            StatisticCounter.ATTEMPTS,
            StatisticCounter.ANSWERED,
            StatisticCounter.RECORDS_READY,
            StatisticCounter.RECORDS_PROCESSED);

    private final Function<Object, OptionalInt> campaignGroups;
    private final MonotonicClock clock;

    /** @param campaignGroups from a DBID (Integer) or name (String) to the DBID; empty if unknown */
    public StatisticsReader(Function<Object, OptionalInt> campaignGroups, MonotonicClock clock) {
        this.campaignGroups = campaignGroups;
        this.clock = clock;
    }

    /**
     * A time that is left out or in the future is that of arrival. The time of the sample is by the monotonic clock.
     *
     * @throws InvalidInputException if the input is invalid, the campaign group unknown, or there are no statistics
     */
    public StatisticsSample read(Input input) {
        JsonFields message = new JsonFields(Json.object(input.text()));
        int campaignGroup = campaignGroup(message);
        if (Stream.of("values", "counters", "callingLists").noneMatch(message::has)) {
            throw new InvalidInputException("no statistics: expected values, counters or callingLists");
        }
        Measurements measurements =
                measurements(message, EnumSet.allOf(Statistic.class), EnumSet.allOf(StatisticCounter.class));
        return new StatisticsSample(campaignGroup, time(message), measurements, callingLists(message));
    }

    /**
     * @param row the same as a flat row, its columns named in snake case: {@code busy_factor}, {@code records_ready}
     * @return the sample, with the time of arrival
     * @throws InvalidInputException if a column holds something else than a number that is not negative
     */
    public StatisticsSample read(int campaignGroup, JsonFields row) {
        Set<String> columns = Set.copyOf(row.names());
        Map<Statistic, OptionalDouble> values = new EnumMap<>(Statistic.class);
        for (Statistic statistic : Statistic.values()) {
            if (columns.contains(snakeCase(statistic.member()))) {
                values.put(statistic, optional(row.number(snakeCase(statistic.member()))));
            }
        }
        Map<StatisticCounter, Double> counters = new EnumMap<>(StatisticCounter.class);
        for (StatisticCounter counter : StatisticCounter.values()) {
            Double count = row.count(snakeCase(counter.member()));
            if (count != null) {
                counters.put(counter, count);
            }
        }
        return new StatisticsSample(campaignGroup, clock.instant(), new Measurements(values, counters), Map.of());
    }

    /** @return the names of the columns of such a row */
    public static Set<String> columns() {
        return Stream.concat(
                        Arrays.stream(Statistic.values()).map(Statistic::member),
                        Arrays.stream(StatisticCounter.values()).map(StatisticCounter::member))
                .map(StatisticsReader::snakeCase)
                .collect(Collectors.toSet());
    }

    private static String snakeCase(String member) {
        return member.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private int campaignGroup(JsonFields message) {
        String expected = "a DBID or a name";
        message.require("campaignGroup", expected);
        Object nameOrDbid = message.integerOrText("campaignGroup", expected);
        return campaignGroups
                .apply(nameOrDbid)
                .orElseThrow(() -> new InvalidInputException(
                        RejectionReason.UNKNOWN_CAMPAIGN_GROUP, "unknown campaign group " + nameOrDbid));
    }

    private Instant time(JsonFields message) {
        Instant arrival = clock.instant();
        Instant written = message.time("time");
        Instant time = written == null ? arrival : clock.fromWallClock(written);
        return time.isAfter(arrival) ? arrival : time;
    }

    private static Map<Integer, Measurements> callingLists(JsonFields message) {
        List<JsonFields> entries = message.objects("callingLists");
        if (entries.size() > CampaignGroupStatisticsState.MOST_CALLING_LISTS) {
            throw message.unexpected(
                    "callingLists", "at most " + CampaignGroupStatisticsState.MOST_CALLING_LISTS + " calling lists");
        }
        Map<Integer, Measurements> lists = new LinkedHashMap<>();
        for (JsonFields entry : entries) {
            Measurements measurements = measurements(entry, OF_A_CALLING_LIST, COUNTERS_OF_A_CALLING_LIST);
            if (lists.put(entry.requiredDbid("dbid"), measurements) != null) {
                throw entry.unexpected("dbid", "one entry for each calling list");
            }
        }
        return lists;
    }

    private static Measurements measurements(
            JsonFields holder, Set<Statistic> statistics, Set<StatisticCounter> counters) {
        return new Measurements(
                values(holder.object("values"), statistics), counts(holder.object("counters"), counters));
    }

    private static Map<Statistic, OptionalDouble> values(JsonFields values, Set<Statistic> statistics) {
        Map<Statistic, OptionalDouble> read = new EnumMap<>(Statistic.class);
        Set<String> names = values == null ? Set.of() : Set.copyOf(values.names());
        for (Statistic statistic : statistics) {
            if (names.contains(statistic.member())) {
                read.put(statistic, optional(values.number(statistic.member())));
            }
        }
        return read;
    }

    private static Map<StatisticCounter, Double> counts(JsonFields counters, Set<StatisticCounter> wanted) {
        Map<StatisticCounter, Double> read = new EnumMap<>(StatisticCounter.class);
        for (StatisticCounter counter : wanted) {
            Double count = counters == null ? null : counters.count(counter.member());
            if (count != null) {
                read.put(counter, count);
            }
        }
        return read;
    }
}
