package org.campaignstatus.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to a request. Immutable.
 *
 * @param status HTTP status
 * @param headers names and values; none for the length
 */
record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

    static final HttpAnswer NOTHING_HERE = error(
            404, "there is nothing at this path: expected /lifecycle-events, /statistics or /campaign-group-states");

    /** A status of 400 or above, with a JSON object that says why. */
    static HttpAnswer error(int status, String problem) {
        return json(status, JsonNodeFactory.instance.objectNode().put("error", problem));
    }

    static HttpAnswer json(int status, JsonNode json) {
        return new HttpAnswer(
                status, Map.of("Content-Type", "application/json"), (json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static HttpAnswer tooLarge(long max) {
        return error(413, "the body is longer than " + max + " bytes: expected several requests");
    }

    /** @param seconds after which it may be tried again */
    static HttpAnswer unavailable(String problem, int seconds) {
        return error(503, problem).with("Retry-After", Integer.toString(seconds));
    }

    /** @return the same with one more header */
    HttpAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, more, body);
    }
}
