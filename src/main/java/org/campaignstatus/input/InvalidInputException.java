package org.campaignstatus.input;

/**
 * Input that cannot be taken over. The message is one line for the person who wrote the input: what is wrong, where,
 * and what was expected; the input may have been written to do harm. It carries no stack trace, because the place that matters is in the input.
 */
public final class InvalidInputException extends RuntimeException {

    public InvalidInputException(String message) {
        super(OneLine.of(message), null, false, false);
    }
}
