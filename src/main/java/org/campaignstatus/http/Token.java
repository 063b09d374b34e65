package org.campaignstatus.http;

import java.time.Duration;

/**
 * An access token. Immutable.
 *
 * @param lifetime from the request for it on
 */
record Token(String value, Duration lifetime) {

    /** So that no request arrives with a token that has just expired. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** @return the age at which a new one should be fetched */
    Duration renewal() {
        Duration margin = lifetime.dividedBy(4);
        return lifetime.minus(margin.compareTo(MARGIN) < 0 ? margin : MARGIN);
    }

    @Override
    public String toString() {
        return "***";
    }
}
