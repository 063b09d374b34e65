package org.campaignstatus.settings;

import java.util.Locale;

/** By what the receiver knows who is sending. */
public enum AuthenticationScheme {
    NONE,
    /** User name and password (RFC 7617). */
    BASIC,
    /** A token that somebody has handed out (RFC 6750). */
    BEARER,
    /** A token that is fetched with client credentials (RFC 6749, section 4.4). */
    OAUTH2;

    /** @throws IllegalArgumentException if there is no such scheme */
    static AuthenticationScheme parse(String text) {
        for (AuthenticationScheme scheme : values()) {
            if (scheme.toString().equals(text)) {
                return scheme;
            }
        }
        throw new IllegalArgumentException();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
