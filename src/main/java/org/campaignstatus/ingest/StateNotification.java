package org.campaignstatus.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.input.JsonFields;
import org.campaignstatus.lifecycle.EventType;

/**
 * A notification as the vendor's dialer sends it, in the terms of our own formats: the lifecycle event that caused it, and the
 * statistics. A statistic that is null says that it is unknown, one that is left out says nothing.
 */
final class StateNotification {

    private static final String CAMPAIGN_GROUP = "campaignGroup";
    private static final String EXPECTED_DBID = "a DBID, an integer from 1 to " + Integer.MAX_VALUE;

    private final ObjectNode json;
    private final JsonFields fields;

    /** @throws InvalidInputException if it is no such notification */
    StateNotification(String text) {
        json = Json.object(text);
        fields = new JsonFields(json);
        if (!fields.requiredText("GSW_USER_EVENT").equals("CampaignGroupState")) {
            throw fields.unexpected("GSW_USER_EVENT", "CampaignGroupState");
        }
    }

    /**
     * @return the lifecycle event, or empty if the action is none that changes the state
     * @throws InvalidInputException if a member is not what it should be
     */
    Optional<ObjectNode> event() {
        Integer action = fields.integer("GSW_CAMPAIGN_GROUP_ACTION");
        EventType type = action == null ? null : EventType.withAction(action);
        if (type == null) {
            return Optional.empty();
        }
        ObjectNode event = about().put("event", type.wireName()).put("time", time().toString());
        DialMode mode = DialMode.CODES.read(fields, "GSW_DIAL_MODE");
        OptimizationMethod method = OptimizationMethod.CODES.read(fields, "GSW_OPTIMIZE_BY");
        event.put("dialMode", mode == null ? null : mode.code());
        event.put("optimizeBy", method == null ? null : method.code());
        event.put("optimizeGoal", fields.integer("GSW_OPTIMIZE_GOAL"));
        event.put("actor", fields.integer("GSW_CAMPAIGN_GROUP_ACTOR"));
        return Optional.of(event);
    }

    /**
     * @return the statistics, which are of the moment at which the notification was sent; empty if it has none
     * @throws InvalidInputException if a member is not what it should be
     */
    Optional<ObjectNode> statistics() {
        ObjectNode sample = about();
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        copyNumber(json, "GSW_STAT_BUSY_FACTOR", values, "busyFactor");
        copyNumber(json, "GSW_STAT_OVERDIAL_RATE", values, "overdialRate");
        copyOfAnyLevel(json, values);
        if (!values.isEmpty()) {
            sample.set("values", values);
        }
        List<JsonFields> lists = fields.objects("GSW_CALLING_LISTS");
        for (int i = 0; i < lists.size(); i++) {
            ObjectNode entry = sample.withArray("callingLists").addObject();
            entry.put("dbid", dbid(lists.get(i), "GSW_CALLING_LIST_DBID"));
            copyOfAnyLevel((ObjectNode) json.get("GSW_CALLING_LISTS").get(i), entry.putObject("values"));
        }
        return sample.size() > 1 ? Optional.of(sample) : Optional.empty();
    }

    private static void copyOfAnyLevel(ObjectNode from, ObjectNode values) {
        copyNumber(from, "GSW_STAT_HIT_RATIO", values, "hitRatio");
        copyNumber(from, "GSW_STAT_TIME_TO_COMPLETE", values, "timeToComplete");
    }

    private static void copyNumber(ObjectNode from, String attribute, ObjectNode values, String name) {
        if (from.has(attribute)) {
            new JsonFields(from).number(attribute);
            values.set(name, from.get(attribute));
        }
    }

    private ObjectNode about() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        return fields.has("GSW_CAMPAIGN_GROUP_DBID")
                ? node.put(CAMPAIGN_GROUP, dbid(fields, "GSW_CAMPAIGN_GROUP_DBID"))
                : node.put(CAMPAIGN_GROUP, fields.requiredText("GSW_CAMPAIGN_GROUP_NAME"));
    }

    /** The vendor writes DBIDs as strings. */
    private static int dbid(JsonFields fields, String attribute) {
        fields.require(attribute, EXPECTED_DBID);
        try {
            int dbid = Integer.parseInt(fields.scalar(attribute));
            if (dbid > 0) {
                return dbid;
            }
        } catch (NumberFormatException e) {
            // the same answer
        }
        throw fields.unexpected(attribute, EXPECTED_DBID);
    }

    /** @return seconds since 1970 with a fraction, as a point in time */
    private Instant time() {
        fields.require("GSW_DATE_TIME", "seconds since 1970");
        try {
            BigDecimal seconds = new BigDecimal(fields.scalar("GSW_DATE_TIME"));
            if (seconds.signum() >= 0 && (long) seconds.precision() - seconds.scale() <= 12) {
                return Instant.ofEpochSecond(
                        seconds.longValue(),
                        seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
            }
        } catch (NumberFormatException | DateTimeException e) {
            // the same answer
        }
        throw fields.unexpected("GSW_DATE_TIME", "seconds since 1970, for example 1527868860.123");
    }
}
