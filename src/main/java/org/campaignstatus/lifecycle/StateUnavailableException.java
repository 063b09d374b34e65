package org.campaignstatus.lifecycle;

/** The state cannot be read or written now. Nothing was changed, and it may be tried again. */
public final class StateUnavailableException extends RuntimeException {

    public StateUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
