package org.campaignstatus.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.apache.hc.core5.http.HttpRequest;
import org.campaignstatus.configuration.Authentication;
import org.campaignstatus.configuration.Authentication.Basic;
import org.campaignstatus.configuration.Authentication.Bearer;
import org.campaignstatus.configuration.Authentication.OAuth2;
import org.campaignstatus.configuration.ReceiverAccess;

/**
 * Authenticates requests. Only when a request leaves, so that no exchange has credentials, and no log, trace or copy of one.
 * Thread-safe.
 */
final class Authorization {

    private static final String HEADER = "Authorization";

    private static final int UNAUTHORIZED = 401;

    private final Tokens tokens;

    Authorization(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Adds the configured headers and the credentials.
     *
     * @param timeout the longest wait for a token
     * @return the token; null if the request has none
     */
    Token add(HttpRequest request, ReceiverAccess access, Duration timeout) throws IOException {
        access.headers().ifPresent(headers -> headers.get().fields().forEach(request::setHeader));
        Authentication authentication = access.authentication();
        if (authentication instanceof Basic basic) {
            request.setHeader(
                    HEADER, basic(basic.username().get(), basic.password().get()));
        } else if (authentication instanceof Bearer bearer) {
            request.setHeader(HEADER, "Bearer " + bearer.token().get());
        } else if (authentication instanceof OAuth2 client) {
            Token token = tokens.get(client, access.proxy(), timeout);
            request.setHeader(HEADER, "Bearer " + token.value());
            return token;
        }
        return null;
    }

    /** RFC 7617. */
    static String basic(String username, String password) {
        byte[] credentials = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /** Drops a token that the receiver has rejected. */
    void answered(int status, ReceiverAccess access, Token token) {
        if (status == UNAUTHORIZED && token != null && access.authentication() instanceof OAuth2 client) {
            tokens.drop(client, token);
        }
    }
}
