package org.campaignstatus.configuration;

import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.Secret;

/** What the receiver is shown so that it knows who is sending. Its secrets may change at any time. */
public sealed interface Authentication {

    /** Nothing. */
    record None() implements Authentication {}

    /** User name and password, sent with every request (RFC 7617). */
    record Basic(Secret<String> username, Secret<String> password) implements Authentication {}

    /** A token that somebody has handed out (RFC 6750). */
    record Bearer(Secret<String> token) implements Authentication {}

    /**
     * A token that is fetched with client credentials (RFC 6749, section 4.4).
     *
     * @param tokenUri where tokens are to be had
     * @param scope what the token shall allow; empty for the server's default
     */
    record OAuth2(Receiver tokenUri, Secret<String> clientId, Secret<String> clientSecret, String scope)
            implements Authentication {}
}
