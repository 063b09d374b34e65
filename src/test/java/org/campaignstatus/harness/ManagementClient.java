package org.campaignstatus.harness;

import java.net.http.HttpClient;

/**
 * A client for the management port. It speaks HTTP/1.1, as Prometheus, probes and browsers do there: the upgrade to HTTP/2
 * that Java's client would offer with each request now and then ends in an answer that never comes.
 */
public final class ManagementClient {

    private ManagementClient() {}

    public static HttpClient create() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }
}
