package org.campaignstatus;

import java.net.BindException;
import java.nio.file.NoSuchFileException;

/** Turns what went wrong at the start into one line for the operator. */
final class StartFailure {

    private StartFailure() {}

    /** @return what is wrong, and where; the innermost cause says it best */
    static String line(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? "" : cause.getMessage();
        if (cause instanceof NoSuchFileException) {
            return message + " is missing";
        }
        if (cause instanceof BindException) {
            return outermost(failure, message);
        }
        return message.isEmpty()
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static String outermost(Throwable failure, String message) {
        return failure.getMessage() == null || failure.getMessage().contains(message)
                ? message
                : failure.getMessage() + ": " + message;
    }
}
