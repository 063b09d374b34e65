package org.campaignstatus.delivery;

import java.io.IOException;

/** A request was not sent because there was no access token for it. The message is in words of our own. */
public final class NoTokenException extends IOException {

    /** @param problem why the token endpoint gave no answer */
    public static NoTokenException after(Exception problem) {
        return problem instanceof NoTokenException same ? same : of(Outcome.failed(problem));
    }

    /** @param status what the token endpoint answered */
    public static NoTokenException answered(int status) {
        return of(Outcome.answered(status));
    }

    private static NoTokenException of(Outcome outcome) {
        return new NoTokenException(outcome.words());
    }

    /** @param words what happened at the token endpoint */
    public NoTokenException(String words) {
        super("no access token: " + words);
    }
}
