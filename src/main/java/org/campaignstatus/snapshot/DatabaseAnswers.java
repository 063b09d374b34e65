package org.campaignstatus.snapshot;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.util.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the dialer's database answers the query as it should, for health and the log. {@link #problem} is thread-safe; the
 * other methods belong to the thread that asks.
 */
final class DatabaseAnswers {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.dialer");

    /** How long a query may take until health says so. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private static final Set<String> REQUIRED = Set.of(SnapshotReader.CAMPAIGN_GROUP, SnapshotReader.STATUS);

    private final LongSupplier nanoTime;
    private final OncePerMinute line;
    private Set<String> columns = Set.of();
    private boolean logged;
    private volatile Long asked;
    private volatile String problem;

    DatabaseAnswers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.line = new OncePerMinute(nanoTime);
    }

    /** The query begins. */
    void begin() {
        asked = nanoTime.getAsLong();
    }

    /**
     * @return the rows
     * @throws InvalidInputException if the answer has none at all, or they lack a column that every row needs
     */
    @SuppressWarnings("unchecked") // camel-sql makes the list, of a map for each row
    List<Map<String, Object>> rows(Object answer) {
        if (!(answer instanceof List)) {
            throw new InvalidInputException("the query returns no rows: expected one SELECT");
        }
        List<Map<String, Object>> rows = (List<Map<String, Object>>) answer;
        if (!rows.isEmpty()) {
            checkColumns(rows.get(0));
        }
        return rows;
    }

    private void checkColumns(Map<String, Object> row) {
        Set<String> there = new TreeSet<>();
        row.keySet().forEach(column -> there.add(column.toLowerCase(Locale.ROOT)));
        Set<String> missing = new TreeSet<>(REQUIRED);
        missing.removeAll(there);
        if (!missing.isEmpty()) {
            throw new InvalidInputException("the query returns no column " + String.join(" and no column ", missing)
                    + ": expected it in every row; its columns are " + String.join(", ", there));
        }
        Set<String> unknown = new HashSet<>(there);
        unknown.removeAll(SnapshotReader.columns());
        if (!there.equals(columns) && !unknown.isEmpty()) {
            LOG.warn(
                    "The query returns columns that are not known and not used: {}; known are {}",
                    String.join(", ", new TreeSet<>(unknown)),
                    String.join(", ", new TreeSet<>(SnapshotReader.columns())));
        }
        columns = there;
    }

    /** The answer is used. */
    void good() {
        asked = null;
        problem = null;
        if (logged) {
            logged = false;
            LOG.info("The dialer's database answers again");
        }
    }

    /** @param reason why there is no answer, or none that can be used; in one line without a secret */
    void bad(String reason) {
        asked = null;
        problem = "the dialer's database cannot be used, the campaign groups stay as they are: " + reason;
        if (line.isDue()) {
            logged = true;
            LOG.error("{}", problem);
        }
    }

    /** @return what is wrong now, in one line; empty if the last query was answered well */
    Optional<String> problem() {
        Long since = asked;
        long nanos = since == null ? 0 : nanoTime.getAsLong() - since;
        return nanos > LONG.toNanos()
                ? Optional.of("the dialer's database has not answered for "
                        + Duration.ofNanos(nanos).toSeconds() + " s")
                : Optional.ofNullable(problem);
    }
}
