package org.campaignstatus.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The head of a request about an event, and the headers that it must have. */
final class RequestHead {

    private RequestHead() {}

    /** @return the first header that is not as it must be, and the head; empty if none */
    static String wrong(byte[] head, int group, int number) {
        String text = new String(head, StandardCharsets.US_ASCII);
        return expected(group, number).stream()
                .filter(header -> !Pattern.compile("(?i)\r\n" + header + "\r\n")
                        .matcher(text)
                        .find())
                .findFirst()
                .map(header -> "expected the header " + header + " but got " + text)
                .orElse("");
    }

    private static List<String> expected(int group, int number) {
        return List.of(
                "content-type: application/json",
                "user-agent: \\S+",
                "ce-specversion: 1\\.0",
                "ce-id: " + group + "-" + number,
                "ce-source: /campaign-group-status",
                "ce-type: org\\.campaignstatus\\.campaigngroup\\.started",
                "ce-subject: " + group,
                "ce-sequence: \\d{19}",
                "ce-time: " + Pattern.quote(Job.time(number).toString()));
    }
}
