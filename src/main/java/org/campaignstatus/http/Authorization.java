package org.campaignstatus.http;

import java.io.IOException;
import java.time.Duration;
import org.apache.hc.core5.http.HttpRequest;
import org.campaignstatus.configuration.Authentication;
import org.campaignstatus.configuration.Authentication.Basic;
import org.campaignstatus.configuration.Authentication.Bearer;
import org.campaignstatus.configuration.Authentication.OAuth2;
import org.campaignstatus.configuration.ReceiverAccess;

/**
 * Shows the receiver who is sending. That happens as late as can be, when the request leaves: what is in no exchange is
 * in no log, trace or copy of one either. Thread-safe.
 */
final class Authorization {

    private static final String HEADER = "Authorization";

    private static final int UNAUTHORIZED = 401;

    private final Tokens tokens;

    Authorization(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Adds the site's headers and the credentials.
     *
     * @param most the longest wait for a token
     * @return the token that was fetched for it, or null
     */
    Token add(HttpRequest request, ReceiverAccess access, Duration most) throws IOException {
        access.headers().ifPresent(headers -> headers.get().fields().forEach(request::setHeader));
        Authentication authentication = access.authentication();
        if (authentication instanceof Basic basic) {
            request.setHeader(
                    HEADER,
                    BasicCredentials.header(
                            basic.username().get(), basic.password().get()));
        } else if (authentication instanceof Bearer bearer) {
            request.setHeader(HEADER, "Bearer " + bearer.token().get());
        } else if (authentication instanceof OAuth2 client) {
            Token token = tokens.get(client, access.proxy(), most);
            request.setHeader(HEADER, "Bearer " + token.value());
            return token;
        }
        return null;
    }

    /** Takes note of an answer: a token that was rejected is not shown again. */
    void answered(int status, ReceiverAccess access, Token token) {
        if (status == UNAUTHORIZED && token != null && access.authentication() instanceof OAuth2 client) {
            tokens.drop(client, token);
        }
    }
}
