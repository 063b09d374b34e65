package org.campaignstatus.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User name and password in one header (RFC 7617). */
final class BasicCredentials {

    private BasicCredentials() {}

    static String header(String username, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
