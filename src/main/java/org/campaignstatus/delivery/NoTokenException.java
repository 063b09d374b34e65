package org.campaignstatus.delivery;

import java.io.IOException;

/** A request was not sent because there was no access token for it. Its message is safe to log. */
public final class NoTokenException extends IOException {

    /** @param problem the failure of the request to the token endpoint */
    public static NoTokenException after(Exception problem) {
        return problem instanceof NoTokenException same ? same : of(Outcome.failed(problem));
    }

    /** @param status the token endpoint's answer */
    public static NoTokenException answered(int status) {
        return of(Outcome.answered(status));
    }

    private static NoTokenException of(Outcome outcome) {
        return new NoTokenException(outcome.words());
    }

    /** @param words the reason, safe to log */
    public NoTokenException(String words) {
        super("no access token: " + words);
    }
}
