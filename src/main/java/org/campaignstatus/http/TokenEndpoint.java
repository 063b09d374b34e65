package org.campaignstatus.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.net.WWWFormCodec;
import org.campaignstatus.configuration.Authentication.OAuth2;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.delivery.NoTokenException;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;

/** Fetches tokens from authorization servers with client credentials (RFC 6749, section 4.4). Thread-safe. */
final class TokenEndpoint implements Tokens.Endpoint {

    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    /** RFC 6749 has no character set but UTF-8. */
    private static final ContentType FORM = ContentType.create("application/x-www-form-urlencoded");

    /** For tokens without a lifetime. */
    private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

    private static final long MAX_LIFETIME = Duration.ofDays(1).toSeconds();

    private final HttpClient client;
    private final Connections connections;
    private final TimeLimit limit;

    TokenEndpoint(HttpClient client, Connections connections, TimeLimit limit) {
        this.client = client;
        this.connections = connections;
        this.limit = limit;
    }

    @Override
    public Token fetch(OAuth2 credentials, Optional<ReceiverAccess.Proxy> proxy, Duration timeout) throws IOException {
        HttpPost request = request(credentials);
        HttpHost server = Connections.host(credentials.tokenUri());
        boolean tunnelled = proxy.isPresent() && server.getSchemeName().equalsIgnoreCase("https");
        HttpClientContext context = HttpClientContext.create();
        connections.prepare(context, proxy, timeout);
        try {
            return limit.within(
                    timeout,
                    request,
                    () -> client.execute(server, request, context, answer -> {
                        Connections.checkTunnel(answer, context, tunnelled);
                        return token(answer, request);
                    }));
        } catch (HttpException e) {
            throw NoTokenException.after(e);
        }
    }

    private static HttpPost request(OAuth2 credentials) {
        HttpPost request = new HttpPost(credentials.tokenUri().uri());
        request.setPath(credentials.tokenUri().target());
        request.setHeader("Accept", ContentType.APPLICATION_JSON.getMimeType());
        request.setHeader(
                "Authorization",
                Authorization.basic(
                        form(credentials.clientId().get()),
                        form(credentials.clientSecret().get())));
        BasicNameValuePair grant = new BasicNameValuePair("grant_type", "client_credentials");
        BasicNameValuePair scope = new BasicNameValuePair("scope", credentials.scope());
        request.setEntity(new StringEntity(
                WWWFormCodec.format(
                        credentials.scope().isEmpty() ? List.of(grant) : List.of(grant, scope), StandardCharsets.UTF_8),
                FORM));
        return request;
    }

    /** RFC 6749, section 2.3.1. */
    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Token token(ClassicHttpResponse answer, Cancellable request) throws IOException {
        if (answer.getCode() != 200) {
            throw NoTokenException.answered(answer.getCode());
        }
        if (answer.getEntity() == null) {
            throw new NoTokenException("the answer is not JSON");
        }
        try (InputStream body = answer.getEntity().getContent()) {
            byte[] bytes = body.readNBytes(MAX_ANSWER_BYTES + 1);
            if (bytes.length > MAX_ANSWER_BYTES) {
                // closing the body would read it to its end
                request.cancel();
                throw new NoTokenException("answer too long");
            }
            return token(Json.object(Json.utf8(ByteBuffer.wrap(bytes))));
        } catch (InvalidInputException e) {
            throw new NoTokenException("the answer is not JSON");
        }
    }

    private static Token token(ObjectNode answer) throws NoTokenException {
        String value = answer.path("access_token").asText();
        if (!value.matches("[\\x21-\\x7E]+")
                || !answer.path("token_type").asText("bearer").equalsIgnoreCase("bearer")) {
            throw new NoTokenException("the answer holds no bearer token");
        }
        long seconds = answer.path("expires_in").asLong();
        return new Token(value, seconds <= 0 ? DEFAULT_LIFETIME : Duration.ofSeconds(Math.min(seconds, MAX_LIFETIME)));
    }
}
