package org.campaignstatus.delivery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.campaignstatus.input.Json;
import org.campaignstatus.notification.CloudEvent;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.util.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands undelivered notifications to the route that keeps them for inspection, if the site wants that. They are not sent
 * again. A slow or broken store does not delay deliveries: the memory for waiting ones is bounded, and after a failure none
 * is accepted for a second. Thread-safe.
 */
public final class DeadLetters implements DeliveryListener {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.notification");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final long MAX_WAITING_BYTES =
            Math.min(64L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 64);

    private static final Duration BACKOFF = Duration.ofSeconds(1);

    private static final String TOO_MANY = "they come faster than they can be kept";

    private final String place;
    private final Predicate<DeliveryAttempt> queue;
    private final LongSupplier nanoTime;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();
    private final AtomicLong notKept = new AtomicLong();
    private final OncePerMinute lines;
    private volatile boolean failing;
    private volatile long failed;
    private volatile String reason = TOO_MANY;
    private long logged;

    /**
     * @param place the folder or queue, for the log; empty if there is no dead-letter store
     * @param queue accepts one to be written if it has room; must not block
     */
    public DeadLetters(String place, Predicate<DeliveryAttempt> queue, LongSupplier nanoTime) {
        this.place = place;
        this.queue = queue;
        this.nanoTime = nanoTime;
        this.lines = new OncePerMinute(nanoTime);
    }

    @Override
    public void ended(DeliveryAttempt attempt) {
        if (place.isEmpty()
                || attempt.outcome().delivered()
                || attempt.delivery().event().isTest()) {
            return;
        }
        if (isBackingOff() || !offer(attempt)) {
            notKept.incrementAndGet();
        }
    }

    private boolean isBackingOff() {
        return failing && nanoTime.getAsLong() - failed < BACKOFF.toNanos();
    }

    private boolean offer(DeliveryAttempt attempt) {
        int size = attempt.json().length;
        if (waiting.addAndGet(size) <= MAX_WAITING_BYTES && queue.test(attempt)) {
            return true;
        }
        waiting.addAndGet(-size);
        return false;
    }

    /** @return a unique file name */
    public String fileName(DeliveryAttempt attempt) {
        CloudEvent event = attempt.delivery().event();
        return "%s-%d-%d.json"
                .formatted(
                        TIME.format(attempt.begun()).replaceAll("[-:]", ""), event.campaignGroup(), event.sequence());
    }

    /** @return one JSON object, without credentials, headers and the receiver's answer */
    public String record(DeliveryAttempt attempt) {
        waiting.addAndGet(-attempt.json().length);
        Delivery delivery = attempt.delivery();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("time", TIME.format(attempt.begun()))
                .put("campaignGroup", delivery.event().campaignGroup())
                .put("kind", delivery.event().kind())
                .put("id", delivery.event().id())
                .put("sequence", delivery.event().sequence())
                .put("receiver", delivery.receiver().shown())
                .put("outcome", attempt.outcome().type().label())
                .put("words", attempt.outcome().words())
                .put("seconds", attempt.duration().toMillis() / 1000.0);
        String body = new String(attempt.json(), StandardCharsets.UTF_8);
        // a route of the site may have replaced the JSON
        if (isObject(body)) {
            json.putRawValue("notification", new RawValue(body));
        } else {
            json.put("notification", body);
        }
        return json + "\n";
    }

    private static boolean isObject(String body) {
        try {
            Json.object(body);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    public void kept() {
        kept.incrementAndGet();
        if (failing) {
            failing = false;
            reason = TOO_MANY;
        }
    }

    public synchronized void notKept(Exception problem) {
        notKept.incrementAndGet();
        reason = reason(problem);
        failed = nanoTime.getAsLong();
        failing = true;
        summarise();
    }

    /** Logs how many were not written, at most once a minute. To be called about every second. */
    public synchronized void summarise() {
        if (notKept.get() > logged && lines.isDue()) {
            summariseAll();
        }
    }

    /** Logs how many were not written, at the end of the program. */
    public synchronized void summariseAll() {
        long count = notKept.get() - logged;
        if (count > 0) {
            LOG.error("{} failed notifications were not kept in {}: {}", count, place, reason);
            logged += count;
        }
    }

    private static String reason(Exception problem) {
        Throwable root = ExceptionUtils.getRootCause(problem);
        return root.getMessage() == null
                ? root.toString()
                : root.getMessage().lines().findFirst().orElse("");
    }

    public long countKept() {
        return kept.get();
    }

    public long countNotKept() {
        return notKept.get();
    }
}
