package org.campaignstatus.input;

import org.campaignstatus.util.LogSanitizer;

/**
 * Input that cannot be accepted. The message is one line for the person who wrote the input: what is wrong, where,
 * and what was expected; the input may have been written to do harm. It carries no stack trace, because the place that
 * matters is in the input.
 */
public final class InvalidInputException extends RuntimeException {

    private final RejectionReason rejection;

    /** A member of the input is not as it should be. */
    public InvalidInputException(String message) {
        this(RejectionReason.INVALID_MEMBER, message);
    }

    public InvalidInputException(RejectionReason rejection, String message) {
        super(LogSanitizer.of(message), null, false, false);
        this.rejection = rejection;
    }

    /** @return what it is counted as */
    public RejectionReason rejection() {
        return rejection;
    }
}
