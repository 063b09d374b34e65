package org.campaignstatus.input;

import org.campaignstatus.util.LogSanitizer;

/**
 * Input that cannot be taken over. The message is one line for the person who wrote the input: what is wrong, where,
 * and what was expected; the input may have been written to do harm. It carries no stack trace, because the place that
 * matters is in the input.
 */
public final class InvalidInputException extends RuntimeException {

    private final RejectionReason refusal;

    /** A member of the input is not as it should be. */
    public InvalidInputException(String message) {
        this(RejectionReason.INVALID_MEMBER, message);
    }

    public InvalidInputException(RejectionReason refusal, String message) {
        super(LogSanitizer.of(message), null, false, false);
        this.refusal = refusal;
    }

    /** @return what it is counted as */
    public RejectionReason refusal() {
        return refusal;
    }
}
