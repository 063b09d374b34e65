package org.campaignstatus.lifecycle;

/** The place where state lives cannot be reached or written to now. Nothing was changed, and it may be tried again. */
public final class StateUnavailableException extends RuntimeException {

    public StateUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
