package org.campaignstatus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.campaignstatus.dialing.DialMode;

/** A notification as a person reads it: one line, the codes as words. */
public final class NotificationLine {

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

    private static final Map<Integer, String> DIAL_MODE =
            Arrays.stream(DialMode.values()).collect(Collectors.toMap(DialMode::code, DialMode::wireName));

    /** By the code of the optimization method: what the goal is of, and its unit. */
    private static final List<String> OPTIMIZATION = List.of("%d", "busy %d%%", "over %d%%", "wait %d s");

    private static final String UNKNOWN = "-";

    /** In seconds since 1970: the end of the year 9999. */
    private static final long LATEST = 253_402_300_799L;

    private NotificationLine() {}

    public static String header() {
        return COLUMNS.formatted(
                "time", "campaign group", "status", "action", "dial mode", "busy", "hit", "over", "left");
    }

    /** @param notification as somebody has sent it; what is missing or has no known code is shown as it is */
    public static String of(JsonNode notification) {
        return COLUMNS.formatted(
                        time(notification.path("GSW_DATE_TIME")),
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

    private static String time(JsonNode seconds) {
        long time = seconds.asLong(-1);
        return time < 0 || time > LATEST ? seconds.asText(UNKNOWN) : TIME.format(Instant.ofEpochSecond(time));
    }

    private static String word(Map<Integer, String> words, JsonNode code) {
        return code.isInt() ? words.getOrDefault(code.intValue(), code.asText()) : code.asText(UNKNOWN);
    }

    private static String dialMode(JsonNode notification) {
        JsonNode mode = notification.path("GSW_DIAL_MODE");
        JsonNode by = notification.path("GSW_OPTIMIZE_BY");
        JsonNode goal = notification.path("GSW_OPTIMIZE_GOAL");
        if (!mode.isNumber()) {
            return UNKNOWN;
        }
        String word = word(DIAL_MODE, mode);
        return isIndex(by, OPTIMIZATION) && goal.isInt()
                ? word + ", " + OPTIMIZATION.get(by.intValue()).formatted(goal.intValue())
                : word;
    }

    private static boolean isIndex(JsonNode number, List<?> list) {
        return number.isInt() && number.intValue() >= 0 && number.intValue() < list.size();
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
