package org.campaignstatus.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.campaignstatus.dialing.DialMode;

/** A notification as a person reads it: one line, the codes as words. */
final class NotificationLine {

    private static final String COLUMNS = "%-8s %-20s %-9s %-14s %-20s %4s %4s %4s %6s";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private static final Map<Integer, String> STATUS = Map.of(
            -1,
            "Unknown",
            0,
            "NotLoaded",
            1,
            "WaitingUnload",
            2,
            "UnloadInProgress",
            3,
            "InActive",
            4,
            "Active",
            5,
            "Running");

    private static final Map<Integer, String> ACTION = Map.of(
            0,
            "(periodic)",
            7,
            "LoadCampaign",
            8,
            "UnloadCampaign",
            9,
            "StartDialing",
            10,
            "StopDialing",
            11,
            "SetDialingMode");

    /** By the code of the optimization method: what the goal is of, and its unit. */
    private static final List<String> OPTIMIZATION = List.of("%d", "busy %d%%", "over %d%%", "wait %d s");

    private static final String UNKNOWN = "-";

    private NotificationLine() {}

    static String header() {
        return COLUMNS.formatted(
                "time", "campaign group", "status", "action", "dial mode", "busy", "hit", "over", "left");
    }

    static String of(JsonNode notification) {
        return COLUMNS.formatted(
                        TIME.format(Instant.ofEpochSecond(
                                notification.path("GSW_DATE_TIME").asLong())),
                        notification.path("GSW_CAMPAIGN_GROUP_NAME").asText(),
                        word(STATUS, notification.path("GSW_CAMPAIGN_GROUP_STATUS")),
                        word(ACTION, notification.path("GSW_CAMPAIGN_GROUP_ACTION")),
                        dialMode(notification),
                        percent(notification.path("GSW_STAT_BUSY_FACTOR")),
                        percent(notification.path("GSW_STAT_HIT_RATIO")),
                        percent(notification.path("GSW_STAT_OVERDIAL_RATE")),
                        duration(notification.path("GSW_STAT_TIME_TO_COMPLETE")))
                .stripTrailing();
    }

    private static String word(Map<Integer, String> words, JsonNode code) {
        return words.getOrDefault(code.asInt(), code.asText());
    }

    private static String dialMode(JsonNode notification) {
        JsonNode mode = notification.path("GSW_DIAL_MODE");
        JsonNode by = notification.path("GSW_OPTIMIZE_BY");
        JsonNode goal = notification.path("GSW_OPTIMIZE_GOAL");
        if (!mode.isNumber()) {
            return UNKNOWN;
        }
        String word = DialMode.values()[mode.asInt()].wireName();
        return by.isNumber() && goal.isNumber()
                ? word + ", " + OPTIMIZATION.get(by.asInt()).formatted(goal.asInt())
                : word;
    }

    private static String percent(JsonNode fraction) {
        return fraction.isNumber() ? Math.round(fraction.asDouble() * 100) + "%" : UNKNOWN;
    }

    private static String duration(JsonNode value) {
        long seconds = Math.round(value.asDouble());
        if (!value.isNumber()) {
            return UNKNOWN;
        }
        return seconds < 100 ? seconds + " s" : seconds < 6000 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
