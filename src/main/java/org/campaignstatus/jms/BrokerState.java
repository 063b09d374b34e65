package org.campaignstatus.jms;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.campaignstatus.util.LogSanitizer;
import org.campaignstatus.util.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The problems that keep routes from receiving messages. Each is logged at once, then once a minute while it lasts.
 * Thread-safe.
 */
public final class BrokerState {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.broker");

    /** In place of a queue or topic. */
    private static final String CONNECTION = "";

    /** In front of a queue that routes listen to, too. */
    private static final String SENDING = "to ";

    private final Map<String, Problem> problems = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    private record Problem(String text, OncePerMinute lines) {}

    public BrokerState(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void noConnection(Throwable cause) {
        noConnection(reason(cause));
    }

    void noConnection(String reason) {
        note(CONNECTION, "the broker cannot be reached: " + reason);
    }

    void notListening(String destination, Throwable cause) {
        note(destination, destination + " cannot be listened to: " + reason(cause));
    }

    void notSending(String queue, Throwable cause) {
        note(SENDING + queue, queue + " cannot be written to: " + reason(cause));
    }

    void sending(String queue) {
        if (problems.remove(SENDING + queue) != null) {
            LOG.info("{} can be written to again", queue);
        }
    }

    private void note(String place, String text) {
        Problem problem = problems.compute(
                place, (name, last) -> new Problem(text, last == null ? new OncePerMinute(nanoTime) : last.lines()));
        if (problem.lines().isDue()) {
            LOG.error("No messages are taken, because {}; tried again every second", text);
        }
    }

    void connected() {
        if (problems.remove(CONNECTION) != null) {
            LOG.info("The broker can be reached again");
        }
    }

    void listening(String destination) {
        connected();
        if (problems.remove(destination) != null) {
            LOG.info("{} is listened to", destination);
        }
    }

    /**
     * Forgets what was wrong with a destination that no route listens to any more.
     *
     * @param queue that its messages were sent on to, or null
     */
    void forget(String destination, String queue) {
        problems.remove(destination);
        problems.remove(SENDING + queue);
    }

    /** Forgets everything: no route listens any more. */
    void forgetAll() {
        problems.clear();
    }

    /** @return why a route receives no messages; empty if all do */
    public Optional<String> problem() {
        Problem connection = problems.get(CONNECTION);
        return connection != null
                ? Optional.of(connection.text())
                : problems.values().stream().map(Problem::text).sorted().findFirst();
    }

    /** @return the message of the root cause, in one line */
    static String reason(Throwable failure) {
        Throwable root = ExceptionUtils.getRootCause(failure);
        if (root instanceof ClassNotFoundException || root instanceof NoClassDefFoundError) {
            return "the class "
                    + LogSanitizer.of(String.valueOf(root.getMessage())).replace('/', '.')
                    + " is missing on the class path";
        }
        return LogSanitizer.of(root.getMessage() == null ? root.toString() : root.getMessage());
    }
}
