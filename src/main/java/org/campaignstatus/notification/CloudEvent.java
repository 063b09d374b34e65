package org.campaignstatus.notification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import org.campaignstatus.lifecycle.StatusReport;

/**
 * The identity of a notification, as attributes of CloudEvents 1.0. Immutable.
 *
 * @param id the same for the same event whenever its notification is sent; made of letters, digits and {@code _ - : ~ /}
 * @param kind the name of the event as in our own formats, {@code periodic}, or {@code test}
 * @param campaignGroup DBID of the campaign group; the subject
 * @param time when it happened
 * @param sequence its number among the attempted notifications of the campaign group, from 1; 0 for a test
 */
public record CloudEvent(String id, String kind, int campaignGroup, Instant time, long sequence) {

    private static final String TYPES = "org.campaignstatus.campaigngroup.";

    private static final String TEST = "test";

    private static final int MAX_ID_LENGTH = 200;

    private static final int SEQUENCE_DIGITS = 19;

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    /** @return the identity of the notification of a report */
    static CloudEvent of(StatusReport report) {
        int group = report.campaignGroup();
        long sequence = report.state().sequence();
        return report.periodic()
                ? new CloudEvent(
                        "periodic/" + group + "/" + report.time().toEpochMilli() + "/" + sequence,
                        "periodic",
                        group,
                        report.time(),
                        sequence)
                : new CloudEvent(
                        id(report.event().id()), report.event().type().wireName(), group, report.time(), sequence);
    }

    /** @return the identity of a test */
    static CloudEvent ofTest(int campaignGroup, Instant time) {
        return new CloudEvent("test/" + campaignGroup + "/" + time.toEpochMilli(), TEST, campaignGroup, time, 0);
    }

    /** @return whether it is a test, which has no number among the others */
    public boolean isTest() {
        return kind.equals(TEST);
    }

    /**
     * An event's id may hold anything. A full stop in it could shift what a signature covers, so every character that is
     * not harmless is written as a tilde and the hexadecimal numbers of its bytes; a slash marks what no event can have.
     */
    static String id(String event) {
        StringBuilder id = new StringBuilder(event.length());
        for (byte b : event.getBytes(StandardCharsets.UTF_8)) {
            if (b >= '0' && b <= '9'
                    || b >= 'A' && b <= 'Z'
                    || b >= 'a' && b <= 'z'
                    || b == '_'
                    || b == '-'
                    || b == ':') {
                id.append((char) b);
            } else {
                id.append('~').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return id.length() > MAX_ID_LENGTH ? "sha256/" + digest(event) : id.toString();
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Puts the headers of the HTTP protocol binding, binary mode, and of the sequence extension into a map.
     *
     * @param source the name of the sender, a URI reference
     */
    public void putHeaders(String source, Map<String, Object> headers) {
        headers.put("ce-specversion", "1.0");
        headers.put("ce-id", id);
        headers.put("ce-source", encoded(source));
        headers.put("ce-type", TYPES + kind);
        headers.put("ce-subject", Integer.toString(campaignGroup));
        if (!isTest()) {
            headers.put("ce-sequence", ordered(sequence));
        }
        if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
            headers.put("ce-time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }

    /** The order of these texts is that of the numbers, as the extension wants it. */
    private static String ordered(long sequence) {
        String number = Long.toString(sequence);
        return "0".repeat(Math.max(0, SEQUENCE_DIGITS - number.length())) + number;
    }

    /** Section 3.1.3.2 of the binding; all other values are made of characters that need no encoding. */
    private static String encoded(String value) {
        return value.indexOf('%') < 0 ? value : value.replace("%", "%25");
    }
}
