package org.campaignstatus.util;

/** Makes text from outside safe for a log line. */
public final class LogSanitizer {

    private static final int MAX_LENGTH = 300;

    private LogSanitizer() {}

    /** @return the first 300 characters of the text, with control, format and line separator characters as spaces */
    public static String of(String text) {
        boolean whole = text.length() <= MAX_LENGTH;
        String line = whole ? text : text.substring(0, MAX_LENGTH);
        return line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ") + (whole ? "" : "…");
    }
}
