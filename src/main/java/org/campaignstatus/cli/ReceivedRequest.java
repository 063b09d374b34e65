package org.campaignstatus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.settings.SigningSecrets;
import org.campaignstatus.util.LogSanitizer;

/** A POST that {@code receive} got. Anybody may have sent it. */
record ReceivedRequest(Headers headers, byte[] body) {

    private static final String COLUMNS = "%-100s %6s  %s";

    /** A receiver that checks signatures takes older ones for replayed. */
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    static String header() {
        return COLUMNS.formatted(NotificationLine.header(), "number", "").stripTrailing();
    }

    static ReceivedRequest read(HttpExchange exchange) throws IOException {
        // one byte more than a notification may have here, so that it is seen to be too long
        return new ReceivedRequest(
                exchange.getRequestHeaders(), exchange.getRequestBody().readNBytes(Json.LONGEST_TEXT + 1));
    }

    /**
     * @param secrets null if signatures are not checked
     * @param answer the HTTP status
     */
    String line(SigningSecrets secrets, int answer) {
        List<String> remarks = new ArrayList<>();
        if (headers.containsKey("X-Campaign-Status-Test")) {
            remarks.add("a test");
        }
        if (secrets != null) {
            remarks.add(signature(secrets));
        }
        if (answer != 200) {
            remarks.add("answered " + answer);
        }
        return COLUMNS.formatted(LogSanitizer.of(notification()), LogSanitizer.of(number()), String.join(", ", remarks))
                .stripTrailing();
    }

    private String notification() {
        try {
            if (body.length > Json.LONGEST_TEXT) {
                return "no notification: over 1 MiB";
            }
            ObjectNode json = Json.object(Json.utf8(ByteBuffer.wrap(body)));
            return json.has("GSW_CAMPAIGN_GROUP_ACTION")
                    ? NotificationLine.of(json)
                    : "no notification: GSW_CAMPAIGN_GROUP_ACTION is missing";
        } catch (InvalidInputException e) {
            return "no notification: " + e.getMessage();
        }
    }

    private String number() {
        String sequence = headers.getFirst("ce-sequence");
        return sequence == null ? "" : "#" + sequence.replaceFirst("^0+(?=.)", "");
    }

    private String signature(SigningSecrets secrets) {
        String id = headers.getFirst("webhook-id");
        String seconds = headers.getFirst("webhook-timestamp");
        String signatures = headers.getFirst("webhook-signature");
        if (id == null || seconds == null || signatures == null) {
            return "not signed";
        }
        if (!secrets.accept(signatures, id, seconds, body)) {
            return "signature NOT valid";
        }
        return isRecent(seconds) ? "signature valid" : "signature valid, but older than 5 minutes or of the future";
    }

    private static boolean isRecent(String seconds) {
        try {
            long age = Instant.now().getEpochSecond() - Long.parseLong(seconds);
            return Math.abs(age) <= MAX_AGE.toSeconds();
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
