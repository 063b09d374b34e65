package org.campaignstatus.http;

import java.time.Duration;

/**
 * An access token. Immutable.
 *
 * @param value what is shown to the receiver
 * @param lifetime how long it is good for, from the request for it on
 */
record Token(String value, Duration lifetime) {

    /** A short time before the end, so that no request arrives with a token that has just expired. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** @return after how long a new one should be fetched */
    Duration renewal() {
        Duration margin = lifetime.dividedBy(4);
        return lifetime.minus(margin.compareTo(MARGIN) < 0 ? margin : MARGIN);
    }

    @Override
    public String toString() {
        return "***";
    }
}
