package org.campaignstatus.snapshot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.campaignstatus.configuration.CampaignGroups;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.JsonFields;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.statistics.StatisticsReader;

/** Reads the columns of a row by the rules that hold for the members of JSON input. Thread-safe. */
final class SnapshotReader {

    static final String CAMPAIGN_GROUP = "campaign_group";
    static final String STATUS = "status";

    private static final String DIAL_MODE = "dial_mode";
    private static final String OPTIMIZE_BY = "optimize_by";
    private static final String OPTIMIZE_GOAL = "optimize_goal";
    private static final String EXPECTED_GROUP = "the DBID or the name of a campaign group";

    private static final Map<String, Status> STATUSES =
            Map.of("not-loaded", Status.NOT_LOADED, "loaded", Status.ACTIVE, "running", Status.RUNNING);

    private SnapshotReader() {}

    /** @return the names of all columns that a row may have */
    static Set<String> columns() {
        Set<String> columns = new HashSet<>(StatisticsReader.columns());
        columns.addAll(Set.of(CAMPAIGN_GROUP, STATUS, DIAL_MODE, OPTIMIZE_BY, OPTIMIZE_GOAL));
        return columns;
    }

    /**
     * Databases have more types than JSON: every number that is whole is an integer here, and what is neither a number nor
     * text is a text, bytes in UTF-8. Blanks around a text are padding, and an empty text is NULL.
     *
     * @param row from the name of a column, in any letter case, to its value or null
     */
    static JsonFields fields(Map<String, Object> row) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        row.forEach((column, value) -> set(fields, column.toLowerCase(Locale.ROOT), value));
        return new JsonFields(fields);
    }

    private static void set(ObjectNode fields, String column, Object value) {
        String text = value == null ? "" : text(value).strip();
        if (!(value instanceof Number number)) {
            fields.put(column, text.isEmpty() ? null : text);
            return;
        }
        double approximate = number.doubleValue();
        if (approximate == Math.rint(approximate) && Math.abs(approximate) < Long.MAX_VALUE) {
            fields.put(column, new BigDecimal(text).longValue());
        } else {
            fields.put(column, Double.parseDouble(text));
        }
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
    }

    /**
     * A text is a name. If no campaign group has it, and it is a whole number, it is a DBID, because databases often hold ids as
     * text.
     *
     * @throws InvalidInputException if the row names no campaign group of the configuration
     */
    static int campaignGroup(JsonFields row, CampaignGroups groups) {
        row.require(CAMPAIGN_GROUP, EXPECTED_GROUP);
        Object named = row.integerOrText(CAMPAIGN_GROUP, EXPECTED_GROUP);
        boolean isDbid = named instanceof String text
                && !groups.isName(text)
                && text.matches("\\d{1,10}")
                && Long.parseLong(text) <= Integer.MAX_VALUE;
        return groups.named(isDbid ? Integer.valueOf(named.toString()) : named).dbid();
    }

    /** @return the name or DBID that the row has, as text; empty for none */
    static Optional<String> named(JsonFields row) {
        return row.has(CAMPAIGN_GROUP) ? Optional.of(row.scalar(CAMPAIGN_GROUP)) : Optional.empty();
    }

    /** @throws InvalidInputException if a column holds something else than it may */
    static Snapshot snapshot(int campaignGroup, JsonFields row) {
        String expected = "not-loaded, loaded or running";
        row.require(STATUS, expected);
        Status status = STATUSES.get(row.scalar(STATUS));
        if (status == null) {
            throw row.unexpected(STATUS, expected);
        }
        return new Snapshot(
                campaignGroup,
                status,
                DialMode.CODES.read(row, DIAL_MODE),
                OptimizationMethod.CODES.read(row, OPTIMIZE_BY),
                row.integer(OPTIMIZE_GOAL));
    }
}
