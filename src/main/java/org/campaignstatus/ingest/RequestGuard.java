package org.campaignstatus.ingest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.util.Hosts;

/** Looks at the head of a request, before any of its body is read. Thread-safe. */
final class RequestGuard {

    private static final String SCHEME = "bearer ";

    private final Secret<String> token;
    private final Hosts hosts;
    private final long maxBodySize;

    RequestGuard(String host, Secret<String> token, long maxBodySize) {
        this.token = token;
        this.hosts = new Hosts(host);
        this.maxBodySize = maxBodySize;
    }

    /** @return the answer to a request that is not for us, not allowed or too long */
    Optional<HttpAnswer> rejection(HttpServerRequest request) {
        if (token.isSet() && !isAuthorized(request)) {
            return Optional.of(HttpAnswer.error(401, "expected the header Authorization: Bearer and the token")
                    .with("WWW-Authenticate", "Bearer"));
        }
        // without a token, a page in a browser on this machine could lead a name of its own here
        if (!token.isSet() && !hosts.isOurs(request.authority())) {
            return Optional.of(HttpAnswer.error(421, "this address is not known by that name: " + hosts.expected()));
        }
        return announcedSize(request) > maxBodySize ? Optional.of(HttpAnswer.tooLarge(maxBodySize)) : Optional.empty();
    }

    /** The time that this takes says nothing about the token. */
    private boolean isAuthorized(HttpServerRequest request) {
        List<String> written = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        String credentials = written.size() == 1 ? written.get(0) : "";
        return credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        bytes(credentials.substring(SCHEME.length()).strip()), bytes(token.get()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long announcedSize(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
