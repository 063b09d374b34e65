package org.campaignstatus.notification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.campaignstatus.lifecycle.StatusReport;

/**
 * The identity of a notification, as attributes of CloudEvents 1.0. Immutable.
 *
 * @param id the same whenever the notification of the same event is sent; of letters, digits and {@code _ - : ~ /}
 * @param kind the wire name of the event, {@code periodic}, or {@code test}
 * @param campaignGroup DBID of the campaign group; the subject
 * @param sequence number among the attempted notifications of the campaign group, from 1; 0 for a test
 */
public record CloudEvent(String id, String kind, int campaignGroup, Instant time, long sequence) {

    private static final String TYPES = "org.campaignstatus.campaigngroup.";

    private static final String TEST = "test";

    private static final int MAX_ID_LENGTH = 200;

    private static final int SEQUENCE_DIGITS = 19;

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

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

    static CloudEvent ofTest(int campaignGroup, Instant time) {
        return new CloudEvent("test/" + campaignGroup + "/" + time.toEpochMilli(), TEST, campaignGroup, time, 0);
    }

    public boolean isTest() {
        return kind.equals(TEST);
    }

    /**
     * An event's id may hold any character. A full stop in it would make the signed text ambiguous, so all but letters, digits
     * and {@code _ - :} are written as a tilde and hexadecimal bytes; a slash is left for ids that are no event's.
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
     * Adds the headers of the HTTP protocol binding, binary mode, and of the sequence extension.
     *
     * @param source a URI reference
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

    /** The extension requires texts that sort like the numbers. */
    private static String ordered(long sequence) {
        return StringUtils.leftPad(Long.toString(sequence), SEQUENCE_DIGITS, '0');
    }

    /** Section 3.1.3.2 of the binding; no other value can hold a character that needs encoding. */
    private static String encoded(String value) {
        return value.indexOf('%') < 0 ? value : value.replace("%", "%25");
    }
}
