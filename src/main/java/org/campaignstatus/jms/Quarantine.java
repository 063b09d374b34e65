package org.campaignstatus.jms;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.campaignstatus.input.RejectionListener;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.input.Source;
import org.campaignstatus.util.LogSanitizer;
import org.campaignstatus.util.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows rejected messages until they are in the queue that keeps them. Until then they are not acknowledged, so that the
 * broker has them if the program ends. Thread-safe.
 */
public final class Quarantine {

    private static final Logger LOG = LoggerFactory.getLogger(JmsInputs.class);

    /** After that long without an answer a broker is in trouble. */
    private static final Duration LONGEST_SEND = Duration.ofSeconds(10);

    private final RejectionListener listener;
    private final LongSupplier nanoTime;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

    /** A message that is not kept yet. */
    private record Waiting(JmsInput input, RejectionReason rejection, String reason, long since) {}

    /** What keeps a queue from being written to. */
    private record Trouble(String problem, OncePerMinute lines) {}

    public Quarantine(RejectionListener listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /** A message that is delivered again while it waits takes the place of its predecessor, whose session has ended. */
    void add(JmsInput input, RejectionReason rejection, String reason) {
        waiting.put(input.id(), new Waiting(input, rejection, reason, nanoTime.getAsLong()));
    }

    /** @return whether the message of the exchange is still to be kept; not if it was delivered again meanwhile */
    public boolean isWaiting(Exchange exchange) {
        JmsInput input = exchange.getProperty(JmsInputs.INPUT, JmsInput.class);
        Waiting latest = waiting.get(input.id());
        return latest != null && latest.input() == input;
    }

    /** Counts a message that is kept now. @return the one that is to be acknowledged */
    JmsInput kept(JmsInput input) {
        Waiting kept = waiting.remove(input.id());
        if (kept == null) {
            return input;
        }
        listener.rejected(Source.JMS, kept.rejection());
        LOG.warn(
                "message {} is invalid and kept in the queue of failed ones: {}",
                JmsInputs.shown(input),
                kept.reason());
        return kept.input();
    }

    /** Takes note that a queue can be written to. */
    public void works(Exchange exchange) {
        Trouble trouble = troubles.remove(queue(exchange));
        if (trouble != null) {
            LOG.info("{} can be written to again", queue(exchange));
        }
    }

    /** Takes note that a queue cannot be written to. */
    public void failed(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String queue = queue(exchange);
        Trouble trouble = troubles.compute(
                queue,
                (name, last) -> new Trouble(problem(cause), last == null ? new OncePerMinute(nanoTime) : last.lines()));
        if (trouble.lines().isDue()) {
            LOG.error(
                    "{} rejected messages wait in their queue, because {} cannot be written to: {}",
                    waiting.size(),
                    queue,
                    trouble.problem());
        }
    }

    private static String queue(Exchange exchange) {
        return exchange.getProperty(Exchange.TO_ENDPOINT, "the queue of failed ones", String.class)
                .replaceFirst("^jms:(//)?(queue:)?", "")
                .replaceFirst("\\?.*", "");
    }

    private static String problem(Exception cause) {
        Throwable root = ExceptionUtils.getRootCause(cause);
        return LogSanitizer.of(root.getMessage() == null ? root.toString() : root.getMessage());
    }

    /** @return why rejected messages are not kept, if they are not */
    public Optional<String> problem() {
        Optional<String> failure = troubles.entrySet().stream()
                .map(entry -> entry.getKey() + " cannot be written to: "
                        + entry.getValue().problem())
                .findFirst();
        return failure.or(this::noAnswer)
                .map(problem -> waiting.size() + " rejected messages wait in their queue, because " + problem);
    }

    private Optional<String> noAnswer() {
        return waiting.values().stream()
                .map(message -> Duration.ofNanos(nanoTime.getAsLong() - message.since()))
                .max(Comparator.naturalOrder())
                .filter(age -> age.compareTo(LONGEST_SEND) > 0)
                .map(age -> "the broker has not taken them for " + age.toSeconds() + " s");
    }
}
