package org.campaignstatus.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * What is possible at most: Apache HttpClient in a bare loop, with bodies in which only two numbers are written anew.
 */
final class Limit {

    private final CloseableHttpClient client = client();
    private final String uri;
    private final Map<Integer, Body> bodies = new ConcurrentHashMap<>();

    private Limit(String uri) {
        this.uri = uri;
    }

    public static void main(String[] arguments) throws Exception {
        EightThreads.serve(new Limit(arguments[0])::send);
    }

    /** @return a client with a connection for each thread, and without what a notification does not need */
    static CloseableHttpClient client() {
        return builder().build();
    }

    static HttpClientBuilder builder() {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(EightThreads.THREADS)
                .setMaxConnTotal(EightThreads.THREADS)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression();
    }

    private void send(int group, int number) throws Exception {
        HttpPost post = new HttpPost(uri);
        byte[] body = bodies.computeIfAbsent(group, Body::new).of(number);
        post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        client.execute(post, response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
        });
    }

    /** The notifications of a campaign group. One thread uses it. */
    private static final class Body {
        private final byte[] bytes;
        private final int time;
        private final int actor;

        Body(int group) {
            String text = Job.notification(group, Job.FIRST);
            bytes = text.getBytes(StandardCharsets.UTF_8);
            time = text.indexOf("\"GSW_DATE_TIME\":\"") + "\"GSW_DATE_TIME\":\"".length();
            actor = text.indexOf("ACTOR\":") + "ACTOR\":".length();
        }

        byte[] of(int number) {
            long millis = Job.time(number).toEpochMilli();
            digits(millis / 1000, time, 10);
            digits(millis % 1000, time + 11, 3);
            digits(number, actor, 7);
            return bytes;
        }

        private void digits(long value, int at, int count) {
            long left = value;
            for (int digit = at + count - 1; digit >= at; digit--) {
                bytes[digit] = (byte) ('0' + left % 10);
                left /= 10;
            }
        }
    }
}
