package org.campaignstatus.bench;

/** Says that what was measured is not what was to be done. */
final class WrongWorkException extends RuntimeException {

    private static final long serialVersionUID = 1;

    WrongWorkException(String message) {
        super(message);
    }
}
