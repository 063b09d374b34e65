package org.campaignstatus.ingest;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes the connections of clients that take too long. A time-out of idleness would not: a byte now and then keeps a
 * connection, and what it occupies, for days. Thread-safe.
 */
final class ConnectionDeadlines {

    private final Vertx vertx;
    private final Duration clientTimeout;
    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

    ConnectionDeadlines(Vertx vertx, Duration clientTimeout) {
        this.vertx = vertx;
        this.clientTimeout = clientTimeout;
    }

    /** @return how many connections are open */
    int connections() {
        return timers.size();
    }

    /** Begins with a new connection. */
    void opened(HttpConnection connection) {
        connection.closeHandler(closed -> vertx.cancelTimer(timers.remove(connection)));
        timers.put(connection, closing(connection));
    }

    /** From now on the client has the full time for what it has to send next. */
    void restart(HttpConnection connection) {
        timers.computeIfPresent(connection, (open, timer) -> {
            vertx.cancelTimer(timer);
            return closing(connection);
        });
    }

    /** The client has sent everything: no deadline until the answer. */
    void stop(HttpConnection connection) {
        timers.computeIfPresent(connection, (open, timer) -> {
            vertx.cancelTimer(timer);
            return timer;
        });
    }

    private long closing(HttpConnection connection) {
        return vertx.setTimer(clientTimeout.toMillis(), passed -> connection.close());
    }
}
