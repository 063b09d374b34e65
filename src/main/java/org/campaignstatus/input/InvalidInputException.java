package org.campaignstatus.input;

/**
 * Input that cannot be taken over. The message is one line for the person who wrote the input: what is wrong, where,
 * and what was expected. It carries no stack trace, because the place that matters is in the input.
 */
public final class InvalidInputException extends RuntimeException {

    private static final int LONGEST_MESSAGE = 300;

    public InvalidInputException(String message) {
        super(oneLine(message), null, false, false);
    }

    /** What would end or hide a line, or is no character, is left out: the input may have been written to do harm. */
    private static String oneLine(String message) {
        boolean whole = message.length() <= LONGEST_MESSAGE;
        String line = whole ? message : message.substring(0, LONGEST_MESSAGE);
        return line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ") + (whole ? "" : "…");
    }
}
