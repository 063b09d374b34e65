package org.campaignstatus.configuration;

import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.Secret;

/** How a request authenticates itself to its receiver. The secrets may change at any time. */
public sealed interface Authentication {

    record None() implements Authentication {}

    /** User name and password, sent with every request (RFC 7617). */
    record Basic(Secret<String> username, Secret<String> password) implements Authentication {}

    /** A fixed token (RFC 6750). */
    record Bearer(Secret<String> token) implements Authentication {}

    /**
     * A token that is fetched with client credentials (RFC 6749, section 4.4).
     *
     * @param scope empty for the server's default
     */
    record OAuth2(Receiver tokenUri, Secret<String> clientId, Secret<String> clientSecret, String scope)
            implements Authentication {}
}
