package org.campaignstatus.ingest;

import java.time.Duration;

/**
 * What a client may ask of the server.
 *
 * @param bodySize in bytes
 * @param requests that are answered at a time
 * @param connections that are open at a time
 * @param clientTimeout how long a client may take for the head of a request, and again for its body
 */
public record Limits(long bodySize, int requests, int connections, Duration clientTimeout) {

    public static final Limits DEFAULT = new Limits(16 * 1024 * 1024, 100, 500, Duration.ofSeconds(30));
}
