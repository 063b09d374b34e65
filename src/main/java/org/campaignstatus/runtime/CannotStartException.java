package org.campaignstatus.runtime;

/**
 * Something that the program needs, and that is no mistake in what the operator wrote, is not to be had: a port, a folder or a
 * database that somebody else has. The message is one line.
 */
public final class CannotStartException extends RuntimeException {

    CannotStartException(String message) {
        super(message, null, false, false);
    }
}
