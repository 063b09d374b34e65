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
 * What keeps routes from taking messages from the broker. Each trouble is logged at once, then once a minute while it lasts.
 * Thread-safe.
 */
public final class BrokerState {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.broker");

    /** In place of a queue or topic: the trouble is everybody's. */
    private static final String CONNECTION = "";

    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    private record Trouble(String problem, OncePerMinute lines) {}

    public BrokerState(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes note that the broker cannot be connected to. */
    void noConnection(Throwable cause) {
        noConnection(reason(cause));
    }

    /** Takes note that the broker cannot be connected to. */
    void noConnection(String reason) {
        note(CONNECTION, "the broker cannot be reached: " + reason);
    }

    /** Takes note that a queue or topic of a broker that is there cannot be listened to. */
    void notListening(String destination, Throwable cause) {
        note(destination, destination + " cannot be listened to: " + reason(cause));
    }

    private void note(String place, String problem) {
        Trouble trouble = troubles.compute(
                place, (name, last) -> new Trouble(problem, last == null ? new OncePerMinute(nanoTime) : last.lines()));
        if (trouble.lines().isDue()) {
            LOG.error("No messages are taken, because {}; tried again every second", problem);
        }
    }

    /** Takes note that a connection was made. */
    void connected() {
        if (troubles.remove(CONNECTION) != null) {
            LOG.info("The broker can be reached again");
        }
    }

    /** Takes note that a queue or topic is listened to. */
    void listening(String destination) {
        connected();
        if (troubles.remove(destination) != null) {
            LOG.info("{} is listened to", destination);
        }
    }

    /** @return why messages of a route are not taken, if that is so */
    public Optional<String> problem() {
        Trouble everybodys = troubles.get(CONNECTION);
        return everybodys != null
                ? Optional.of(everybodys.problem())
                : troubles.values().stream().map(Trouble::problem).sorted().findFirst();
    }

    /** The innermost cause says best what is wrong; of a missing class it is only the name. */
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
