package org.campaignstatus.jms;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.input.Source;
import org.campaignstatus.util.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rejected messages that are not yet in their queue of failed messages. They are acknowledged after that, so that the
 * broker has them if the program ends. Thread-safe.
 */
public final class Quarantine {

    private static final Logger LOG = LoggerFactory.getLogger(JmsInputs.class);

    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);

    private final BiConsumer<Source, RejectionReason> listener;
    private final LongSupplier nanoTime;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<String, Problem> problems = new ConcurrentHashMap<>();

    private record Waiting(JmsInput input, RejectionReason rejection, String reason, long since) {}

    private final Map<String, Rejected> rejected = new ConcurrentSkipListMap<>();

    private record Problem(String text, OncePerMinute lines) {}

    /**
     * The messages that went to a queue of rejected ones since the start.
     *
     * @param reason why the last one was rejected
     * @param age nanoseconds since then
     */
    public record Rejected(String queue, long count, String reason, long age) {}

    /** @param listener called for each rejected message; must be thread-safe */
    public Quarantine(BiConsumer<Source, RejectionReason> listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /** A message that is delivered again while it waits replaces its predecessor, whose session has ended. */
    void add(JmsInput input, RejectionReason rejection, String reason) {
        waiting.put(input.id(), new Waiting(input, rejection, reason, nanoTime.getAsLong()));
    }

    /** @return whether the message of the exchange is still to be sent; not if it was delivered again meanwhile */
    public boolean isWaiting(Exchange exchange) {
        JmsInput input = exchange.getProperty(JmsInputs.INPUT, JmsInput.class);
        Waiting latest = waiting.get(input.id());
        return latest != null && latest.input() == input;
    }

    /** Called when a message was sent to its queue. @return the message to acknowledge */
    JmsInput kept(Exchange exchange, JmsInput input) {
        Waiting kept = waiting.remove(input.id());
        if (kept == null) {
            return input;
        }
        listener.accept(Source.JMS, kept.rejection());
        rejected.merge(
                queue(exchange),
                new Rejected("", 1, kept.reason(), nanoTime.getAsLong()),
                (before, last) -> new Rejected("", before.count() + 1, last.reason(), last.age()));
        LOG.warn(
                "message {} is invalid and kept in the queue of failed ones: {}",
                JmsInputs.shown(input),
                kept.reason());
        return kept.input();
    }

    /** @return one entry for each queue */
    public List<Rejected> rejected() {
        long now = nanoTime.getAsLong();
        return rejected.entrySet().stream()
                .map(entry -> new Rejected(
                        entry.getKey(),
                        entry.getValue().count(),
                        entry.getValue().reason(),
                        now - entry.getValue().age()))
                .toList();
    }

    public void works(Exchange exchange) {
        Problem problem = problems.remove(queue(exchange));
        if (problem != null) {
            LOG.info("{} can be written to again", queue(exchange));
        }
    }

    public void failed(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String queue = queue(exchange);
        Problem problem = problems.compute(
                queue,
                (name, last) -> new Problem(
                        BrokerState.reason(cause), last == null ? new OncePerMinute(nanoTime) : last.lines()));
        if (problem.lines().isDue()) {
            LOG.error(
                    "{} rejected messages wait in their queue, because {} cannot be written to: {}",
                    waiting.size(),
                    queue,
                    problem.text());
        }
    }

    private static String queue(Exchange exchange) {
        return exchange.getProperty(Exchange.TO_ENDPOINT, "the queue of failed ones", String.class)
                .replaceFirst("^jms:(//)?(queue:)?", "")
                .replaceFirst("\\?.*", "");
    }

    /** @return why rejected messages wait; empty if they do not */
    public Optional<String> problem() {
        Optional<String> failure = problems.entrySet().stream()
                .map(entry -> entry.getKey() + " cannot be written to: "
                        + entry.getValue().text())
                .findFirst();
        return failure.or(this::noAnswer)
                .map(problem -> waiting.size() + " rejected messages wait in their queue, because " + problem);
    }

    private Optional<String> noAnswer() {
        return waiting.values().stream()
                .map(message -> Duration.ofNanos(nanoTime.getAsLong() - message.since()))
                .max(Comparator.naturalOrder())
                .filter(age -> age.compareTo(SEND_TIMEOUT) > 0)
                .map(age -> "the broker has not taken them for " + age.toSeconds() + " s");
    }
}
