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
 * Access tokens, fetched when they are first needed and again a little before they expire. However many requests need
 * the same token, one of them fetches it; the others go on with the old one as long as it is good, else wait for the new
 * one. A token endpoint is asked at most once a second for a token, whatever it and the receiver answer. Thread-safe.
 */
final class Tokens {

    /** Where tokens come from. */
    interface Endpoint {
        Token fetch(OAuth2 client, Optional<ReceiverAccess.Proxy> proxy, Duration most) throws IOException;
    }

    /** What has its own token. */
    private record Owner(URI tokenUri, String clientId, String clientSecret, String scope) {

        static Owner of(OAuth2 client) {
            return new Owner(
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

    /** The least time between two requests for the same token. */
    private static final Duration BACKOFF = Duration.ofSeconds(1);

    /** More than there are clients in use; what was not used for longest goes first. */
    private static final int MAX_TOKENS = 10_000;

    private final Endpoint endpoint;
    private final LongSupplier nanoTime;
    private final Map<Owner, Source> sources = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Owner, Source> eldest) {
            return size() > MAX_TOKENS;
        }
    };

    Tokens(Endpoint endpoint, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
    }

    /**
     * @param most the longest wait for a token
     * @return a token that is good
     * @throws NoTokenException if there is none
     */
    Token get(OAuth2 client, Optional<ReceiverAccess.Proxy> proxy, Duration most) throws IOException {
        return source(client).get(client, proxy, most);
    }

    /** Forgets a token that the receiver has rejected. */
    void drop(OAuth2 client, Token rejected) {
        source(client).drop(rejected);
    }

    private Source source(OAuth2 client) {
        Owner owner = Owner.of(client);
        synchronized (sources) {
            return sources.computeIfAbsent(owner, any -> new Source());
        }
    }

    /** One token, and the way to the next. */
    private final class Source {

        private Token token;
        private long got;
        private NoTokenException failure;
        private long failed;
        private CompletableFuture<Token> underWay;

        Token get(OAuth2 client, Optional<ReceiverAccess.Proxy> proxy, Duration most) throws IOException {
            CompletableFuture<Token> next;
            boolean mine;
            synchronized (this) {
                if (isGood() && (isYoung() || underWay != null || hasJustFailed())) {
                    return token;
                }
                if (hasJustFailed()) {
                    throw failure;
                }
                mine = underWay == null;
                underWay = mine ? new CompletableFuture<>() : underWay;
                next = underWay;
            }
            if (mine) {
                fetch(next, client, proxy, most);
            }
            return await(next, most);
        }

        private void fetch(
                CompletableFuture<Token> next, OAuth2 client, Optional<ReceiverAccess.Proxy> proxy, Duration most) {
            long begin = nanoTime.getAsLong();
            Token fetched = null;
            NoTokenException problem = new NoTokenException("request broken off");
            try {
                fetched = endpoint.fetch(client, proxy, most);
            } catch (IOException e) {
                problem = NoTokenException.after(e);
            } finally {
                end(next, fetched, begin, problem);
            }
        }

        private synchronized void end(
                CompletableFuture<Token> next, Token fetched, long begin, NoTokenException problem) {
            underWay = null;
            failure = fetched == null ? problem : null;
            failed = nanoTime.getAsLong();
            if (fetched != null) {
                token = fetched;
                got = begin;
            }
            if (fetched != null || isGood()) {
                next.complete(token);
            } else {
                next.completeExceptionally(problem);
            }
        }

        synchronized void drop(Token rejected) {
            if (token == rejected && !isWithin(BACKOFF, got)) {
                token = null;
            }
        }

        private boolean isGood() {
            return token != null && isWithin(token.lifetime(), got);
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

    private static Token await(CompletableFuture<Token> next, Duration most) throws IOException {
        try {
            return next.get(most.toNanos(), TimeUnit.NANOSECONDS);
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
