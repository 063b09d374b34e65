package org.campaignstatus.settings;

import java.util.Arrays;
import java.util.Locale;

/** How a request authenticates itself to its receiver. */
public enum AuthenticationScheme {
    NONE,
    /** User name and password (RFC 7617). */
    BASIC,
    /** A fixed token (RFC 6750). */
    BEARER,
    /** A token that is fetched with client credentials (RFC 6749, section 4.4). */
    OAUTH2;

    /** @throws IllegalArgumentException if there is no such scheme */
    static AuthenticationScheme parse(String text) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.toString().equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
