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

    private static String oneLine(String message) {
        String line = message.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
