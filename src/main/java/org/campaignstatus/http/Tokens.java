package org.campaignstatus.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.campaignstatus.configuration.Authentication.OAuth2;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.delivery.NoTokenException;

/**
 * Caches access tokens. One request fetches a token at first use, and again shortly before it expires; meanwhile others use
 * the old one while it is valid, else wait for the new one. An endpoint is asked at most once a second for a token, whatever
 * it and the receiver answer. Thread-safe.
 */
final class Tokens {

    interface Endpoint {
        Token fetch(OAuth2 client, Optional<ReceiverAccess.Proxy> proxy, Duration timeout) throws IOException;
    }

    private record Key(URI tokenUri, String clientId, String clientSecret, String scope) {

        static Key of(OAuth2 client) {
            return new Key(
                    client.tokenUri().uri(),
                    client.clientId().get(),
                    client.clientSecret().get(),
                    client.scope());
        }

        @Override
        public String toString() {
            return tokenUri.getRawAuthority();
        }
    }

    private static final Duration BACKOFF = Duration.ofSeconds(1);

    /** More than the clients in use; the least recently used goes first. */
    private static final int MAX_TOKENS = 10_000;

    private final Endpoint endpoint;
    private final LongSupplier nanoTime;
    private final Map<Key, Source> sources = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Source> eldest) {
            return size() > MAX_TOKENS;
        }
    };

    Tokens(Endpoint endpoint, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
    }

    /**
     * @param timeout the longest wait
     * @return a valid token
     * @throws NoTokenException if there is none
     */
    Token get(OAuth2 client, Optional<ReceiverAccess.Proxy> proxy, Duration timeout) throws IOException {
        return source(client).get(client, proxy, timeout);
    }

    /** Drops a token that the receiver has rejected. */
    void drop(OAuth2 client, Token rejected) {
        source(client).drop(rejected);
    }

    private Source source(OAuth2 client) {
        Key key = Key.of(client);
        synchronized (sources) {
            return sources.computeIfAbsent(key, any -> new Source());
        }
    }

    /** One token, and the request for the next. */
    private final class Source {

        private Token token;
        private long got;
        private boolean rejected;
        private NoTokenException failure;
        private long failed;
        private CompletableFuture<Token> fetching;

        Token get(OAuth2 client, Optional<ReceiverAccess.Proxy> proxy, Duration timeout) throws IOException {
            CompletableFuture<Token> next;
            boolean mine;
            Duration limit;
            synchronized (this) {
                if (isGood() && (isYoung() || fetching != null || hasJustFailed())) {
                    return token;
                }
                if (hasJustFailed()) {
                    throw failure;
                }
                mine = fetching == null;
                fetching = mine ? new CompletableFuture<>() : fetching;
                next = fetching;
                // an endpoint that hangs must leave time for a request with the token that is there
                limit = isGood() ? timeout.dividedBy(2) : timeout;
            }
            if (mine) {
                fetch(next, client, proxy, limit);
            }
            return await(next, timeout);
        }

        private void fetch(
                CompletableFuture<Token> next, OAuth2 client, Optional<ReceiverAccess.Proxy> proxy, Duration timeout) {
            long begin = nanoTime.getAsLong();
            Token fetched = null;
            NoTokenException problem = new NoTokenException("request broken off");
            try {
                fetched = endpoint.fetch(client, proxy, timeout);
            } catch (IOException e) {
                problem = NoTokenException.after(e);
            } finally {
                end(next, fetched, begin, problem);
            }
        }

        private synchronized void end(
                CompletableFuture<Token> next, Token fetched, long begin, NoTokenException problem) {
            fetching = null;
            failure = fetched == null ? problem : null;
            failed = nanoTime.getAsLong();
            if (fetched != null) {
                token = fetched;
                got = begin;
                rejected = false;
            }
            if (fetched != null || isGood()) {
                next.complete(token);
            } else {
                next.completeExceptionally(problem);
            }
        }

        synchronized void drop(Token rejected) {
            this.rejected |= token == rejected;
        }

        private boolean isGood() {
            return token != null && isWithin(rejected ? BACKOFF : token.lifetime(), got);
        }

        private boolean isYoung() {
            return isWithin(token.renewal(), got);
        }

        private boolean hasJustFailed() {
            return failure != null && isWithin(BACKOFF, failed);
        }

        private boolean isWithin(Duration time, long since) {
            return nanoTime.getAsLong() - since < time.toNanos();
        }
    }

    private static Token await(CompletableFuture<Token> next, Duration timeout) throws IOException {
        try {
            return next.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw (NoTokenException) e.getCause();
        } catch (TimeoutException e) {
            throw NoTokenException.after(new SocketTimeoutException());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
