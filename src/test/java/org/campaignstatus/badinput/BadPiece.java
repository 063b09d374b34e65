package org.campaignstatus.badinput;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One piece of input that is none, and how the reason begins that has to be given for it.
 *
 * @param name what is wrong
 * @param bytes the piece, without a line end in it
 * @param reason the beginning of the reason
 * @param isJson whether it can be an element of a JSON array
 */
record BadPiece(String name, byte[] bytes, String reason, boolean isJson) {

    static final String UNKNOWN_EVENT = ": expected one of loaded, unloaded, started, stopped, dial-mode-changed";

    private static final int MEBIBYTE = 1024 * 1024;
    private static final String LOADED = "{\"event\": \"loaded\", \"campaignGroup\": 124";

    /** @return every way in which a lifecycle event can be bad */
    static List<BadPiece> events() {
        return List.of(
                text("not JSON", "loaded 124", "not valid JSON: "),
                encoded(
                        "ISO-8859-1",
                        "{\"event\": \"loaded\", \"campaignGroup\": \"Köln\"}",
                        "ISO-8859-1",
                        "not UTF-8"),
                encoded("UTF-16 with its mark", LOADED + "}", "UTF-16", "not UTF-8"),
                encoded("UTF-16 without a mark", LOADED + "}", "UTF-16LE", "not valid JSON: "),
                text("truncated", "{\"event\": \"loaded\", \"campaignGr", "not valid JSON: "),
                text("truncated after a member", LOADED, "not valid JSON: "),
                text("trailing text", LOADED + "} and more", "not valid JSON: "),
                text("a second object", LOADED + "} " + LOADED + "}", "text after the JSON value"),
                json("100,000 levels deep", deep(100_000), "not valid JSON: Document nesting depth"),
                json("over 1 MiB", sized(MEBIBYTE + 1), "over 1 MiB: expected "),
                json("over 1 MiB in bytes, not in characters", wide(MEBIBYTE + 2), "over 1 MiB: expected "),
                json("a key that stands twice", LOADED + ", \"event\": \"loaded\"}", "not valid JSON: Duplicate"),
                json(
                        "a nested key that stands twice",
                        LOADED + ", \"x\": {\"y\": 1, \"y\": 1}}",
                        "not valid JSON: Dup"),
                json("not an object", "124", "expected a JSON object, got a number"),
                json("null", "null", "expected a JSON object, got null"),
                json("an array", "[" + LOADED + "}]", "expected a JSON object, got an array"),
                json("no event", "{\"campaignGroup\": 124}", "event is missing: expected "),
                json("no campaign group", "{\"event\": \"loaded\"}", "campaignGroup is missing: expected "),
                json("unknown event", event("'paused'", "124"), "event is \"paused\"" + UNKNOWN_EVENT),
                json("event of the wrong type", event("7", "124"), "event is 7: expected "),
                json("unknown DBID", event("'loaded'", "99"), "unknown campaign group 99"),
                json("unknown name", event("'loaded'", "'Nobody'"), "unknown campaign group Nobody"),
                json("ambiguous name", event("'loaded'", "'Twin'"), "several campaign groups are named Twin"),
                json("campaign group of the wrong type", event("'loaded'", "{}"), "campaignGroup is an object: "),
                json("dial mode out of range", with("'dialMode': 12"), "dialMode is 12: expected a code from 0 to 11"),
                json("unknown dial mode", with("'dialMode': 'predict'"), "dialMode is \"predict\": expected a code "),
                json("dial mode of the wrong type", with("'dialMode': true"), "dialMode is true: expected a code "),
                json("optimization out of range", with("'optimizeBy': 4"), "optimizeBy is 4: expected a code from 0"),
                json("optimization of the wrong type", with("'optimizeBy': 1.0"), "optimizeBy is 1.0: expected a code"),
                json("goal below zero", with("'optimizeGoal': -1"), "optimizeGoal is -1: expected an integer from 0"),
                json("goal of the wrong type", with("'optimizeGoal': '80'"), "optimizeGoal is \"80\": expected an int"),
                json("actor below zero", with("'actor': -1"), "actor is -1: expected an integer from 0"),
                json("actor of the wrong type", with("'actor': [1]"), "actor is an array: expected an integer from 0"),
                json("id of the wrong type", with("'id': 7"), "id is 7: expected a non-empty string"),
                json("half a surrogate pair in an id", with("'id': 'a\\uD800'"), "id is \"a "),
                json("the other half in a name", event("'loaded'", "'\\uDC00Twin'"), "campaignGroup is \" Twin\": exp"),
                json("empty id", with("'id': ''"), "id is \"\": expected a non-empty string"),
                json(
                        "time without an offset",
                        with("'time': '2026-11-23T08:31:00'"),
                        "time is \"2026-11-23T08:31:00\": "),
                json("time that does not exist", with("'time': '2026-11-31T08:31:00Z'"), "time is "),
                json("time of the wrong type", with("'time': 1795422660"), "time is 1795422660: expected a time"));
    }

    /** @return ways in which statistics can be bad */
    static List<BadPiece> statistics() {
        return List.of(
                text("not JSON", "busy", "not valid JSON: "),
                encoded("ISO-8859-1", "{\"campaignGroup\": \"Köln\"}", "ISO-8859-1", "not UTF-8"),
                encoded("UTF-16 with its mark", "{\"campaignGroup\": 124}", "UTF-16", "not UTF-8"),
                text("truncated", "{\"campaignGroup\": 124, \"val", "not valid JSON: "),
                text("trailing text", "{\"campaignGroup\": 124, \"values\": {}}]", "not valid JSON: "),
                json("100,000 levels deep", deep(100_000), "not valid JSON: Document nesting depth"),
                json("over 1 MiB", sized(MEBIBYTE + 1), "over 1 MiB: expected "),
                json(
                        "a key that stands twice",
                        "{\"campaignGroup\": 124, \"campaignGroup\": 124}",
                        "not valid JSON: D"),
                json("no campaign group", "{\"values\": {}}", "campaignGroup is missing: expected "),
                json("unknown DBID", quoted("{'campaignGroup': 99, 'values': {}}"), "unknown campaign group 99"),
                json("ambiguous name", quoted("{'campaignGroup': 'Twin', 'values': {}}"), "several campaign groups"),
                json(
                        "half a surrogate pair in a name",
                        quoted("{'campaignGroup': '\\uD800', 'values': {}}"),
                        "campaignGroup is \" \": expected text without half a surrogate pair"),
                json("no statistics", "{\"campaignGroup\": 124}", "no statistics: expected "),
                json(
                        "a value below zero",
                        quoted("{'campaignGroup': 124, 'values': {'busyFactor': -0.1}}"),
                        "values.busyFactor is -0.1: expected "),
                json(
                        "a value of the wrong type",
                        quoted("{'campaignGroup': 124, 'values': {'hitRatio': '0.3'}}"),
                        "values.hitRatio is \"0.3\": expected "),
                json(
                        "a counter of a list out of range",
                        quoted("{'campaignGroup': 124, 'callingLists': [{'dbid': 201, 'counters': {'attempts': -1}}]}"),
                        "callingLists[0].counters.attempts is -1: expected "),
                json(
                        "a list that stands twice",
                        quoted("{'campaignGroup': 124, 'callingLists': [{'dbid': 201}, {'dbid': 201}]}"),
                        "callingLists[1].dbid is 201: expected "));
    }

    /** @return an event of that many bytes, good but for its length if that is over 1 MiB */
    static String sized(int bytes) {
        String rest = LOADED + ", \"x\": \"\"}";
        return LOADED + ", \"x\": \"" + "x".repeat(bytes - rest.length()) + "\"}";
    }

    private static String wide(int bytes) {
        String rest = LOADED + ", \"x\": \"\"}";
        return LOADED + ", \"x\": \"" + "ü".repeat((bytes - rest.length() + 1) / 2) + "\"}";
    }

    private static String deep(int levels) {
        return LOADED + ", \"x\": " + "[".repeat(levels) + "]".repeat(levels) + "}";
    }

    private static String event(String event, String campaignGroup) {
        return quoted("{'event': " + event + ", 'campaignGroup': " + campaignGroup + "}");
    }

    private static String with(String member) {
        return LOADED + ", " + quoted(member) + "}";
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private static BadPiece text(String name, String text, String reason) {
        return new BadPiece(name, text.getBytes(StandardCharsets.UTF_8), reason, false);
    }

    private static BadPiece json(String name, String text, String reason) {
        return new BadPiece(name, text.getBytes(StandardCharsets.UTF_8), reason, true);
    }

    private static BadPiece encoded(String name, String text, String charset, String reason) {
        return new BadPiece(name, text.getBytes(Charset.forName(charset)), reason, false);
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
