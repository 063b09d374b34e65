package org.campaignstatus.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.campaignstatus.input.Input;
import org.campaignstatus.util.MonotonicClock;

/**
 * A statistics feed for campaign group 124 with the calling lists 201 and 202 and a longest age of 60 seconds. Times
 * are seconds from the start of the feed; JSON is written with single quotes.
 */
final class Feed {

    static final int MAX_AGE = 60;
    static final int CAMPAIGN_GROUP = 124;

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    final MutableClock clock = new MutableClock(START);
    private final MonotonicClock monotonic = clock.monotonic();
    final Statistics statistics = new Statistics(monotonic, Duration.ofSeconds(MAX_AGE));

    private final StatisticsReader reader = new StatisticsReader(dbid -> OptionalInt.of((Integer) dbid), monotonic);

    static Instant second(double second) {
        return START.plusNanos(Math.round(second * 1e9));
    }

    static Input input(String json) {
        return new Input() {
            @Override
            public String id() {
                return "input";
            }

            @Override
            public String text() {
                return json.replace('\'', '"');
            }
        };
    }

    /** A message about this time, which arrives at that time or, if it is past already, now. */
    void tell(double second, String members) {
        if (clock.instant().isBefore(second(second))) {
            clock.set(second(second));
        }
        statistics.accept(reader.read(
                input("{'campaignGroup': " + CAMPAIGN_GROUP + ", 'time': '" + second(second) + "', " + members + "}")));
    }

    CampaignGroupStatistics shownAt(double second) {
        return shownAt(second, null);
    }

    CampaignGroupStatistics shownAt(double second, Instant since) {
        clock.set(second(second));
        return statistics.of(CAMPAIGN_GROUP, List.of(201, 202), since);
    }
}
