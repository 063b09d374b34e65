package org.campaignstatus.input;

/**
 * Input that cannot be taken over. The message is one line for the person who wrote the input: what is wrong, where,
 * and what was expected; the input may have been written to do harm. It carries no stack trace, because the place that
 * matters is in the input.
 */
public final class InvalidInputException extends RuntimeException {

    private final Refusal refusal;

    /** A member of the input is not as it should be. */
    public InvalidInputException(String message) {
        this(Refusal.INVALID_MEMBER, message);
    }

    public InvalidInputException(Refusal refusal, String message) {
        super(OneLine.of(message), null, false, false);
        this.refusal = refusal;
    }

    /** @return what it is counted as */
    public Refusal refusal() {
        return refusal;
    }
}
