package org.campaignstatus.util;

/** Text that somebody else has chosen, as a part of a line that a person will read. */
public final class LogSanitizer {

    private static final int MAX_LENGTH = 300;

    private LogSanitizer() {}

    /** @return the beginning of the text without what would end or hide a line, or is no character */
    public static String of(String text) {
        boolean whole = text.length() <= MAX_LENGTH;
        String line = whole ? text : text.substring(0, MAX_LENGTH);
        return line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ") + (whole ? "" : "…");
    }
}
