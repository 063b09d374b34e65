package org.campaignstatus.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what was not delivered kept for later inspection, where the site wants that. It is not sent again. Whatever becomes
 * of keeping it costs those that are still to be sent nothing: there is little room to wait in, and after a failure
 * nothing is taken for a second. Thread-safe.
 */
public final class DeadLetters implements DeliveryListener {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.notification");

    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** How much of them may wait, in bytes. */
    private static final long MOST_WAITING =
            Math.min(64L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 64);

    /** How long nothing is taken after a failure. */
    private static final Duration BACKOFF = Duration.ofSeconds(1);

    /** The interval between two log lines about failures. */
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final String place;
    private final Predicate<DeliveryAttempt> queue;
    private final LongSupplier nanoTime;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean troubled;
    private volatile long failed;
    private String reason = "they come faster than they can be kept";
    private long logged;
    private long lostWhenLogged;

    /**
     * @param place where they are kept, for the log; empty if nobody wants that
     * @param queue takes one to be kept, and says whether there was room; must not wait
     */
    public DeadLetters(String place, Predicate<DeliveryAttempt> queue, LongSupplier nanoTime) {
        this.place = place;
        this.queue = queue;
        this.nanoTime = nanoTime;
    }

    @Override
    public void ended(DeliveryAttempt attempt) {
        if (place.isEmpty()
                || attempt.outcome().delivered()
                || attempt.delivery().event().isTest()) {
            return;
        }
        if (isPausing() || !enter(attempt)) {
            lost.incrementAndGet();
        }
    }

    private boolean isPausing() {
        return troubled && nanoTime.getAsLong() - failed < BACKOFF.toNanos();
    }

    private boolean enter(DeliveryAttempt attempt) {
        int size = attempt.json().length;
        if (waiting.addAndGet(size) <= MOST_WAITING && queue.test(attempt)) {
            return true;
        }
        waiting.addAndGet(-size);
        return false;
    }

    /** @return a name for its file that no other one has */
    public String fileName(DeliveryAttempt attempt) {
        CloudEvent event = attempt.delivery().event();
        return "%s-%d-%d.json".formatted(FILE_TIME.format(attempt.begun()), event.campaignGroup(), event.sequence());
    }

    /** @return what is kept of it: one JSON object, without credentials, headers and what the receiver answered */
    public String record(DeliveryAttempt attempt) {
        waiting.addAndGet(-attempt.json().length);
        Delivery delivery = attempt.delivery();
        StringWriter text = new StringWriter(attempt.json().length + 512);
        try (JsonGenerator json = Json.factory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("time", TIME.format(attempt.begun()));
            json.writeNumberField("campaignGroup", delivery.event().campaignGroup());
            json.writeStringField("kind", delivery.event().kind());
            json.writeStringField("id", delivery.event().id());
            json.writeNumberField("sequence", delivery.event().sequence());
            json.writeStringField("receiver", delivery.receiver().shown());
            json.writeStringField("outcome", attempt.outcome().type().label());
            json.writeStringField("words", attempt.outcome().words());
            json.writeNumberField("seconds", attempt.duration().toMillis() / 1000.0);
            json.writeFieldName("notification");
            writeBody(json, new String(attempt.json(), StandardCharsets.UTF_8));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    /** A site may have made something else of the JSON before it was sent. */
    private static void writeBody(JsonGenerator json, String body) throws IOException {
        if (isObject(body)) {
            json.writeRawValue(body);
        } else {
            json.writeString(body);
        }
    }

    private static boolean isObject(String body) {
        try {
            Json.object(body);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Takes note that one was kept. */
    public void kept() {
        kept.incrementAndGet();
        troubled = false;
    }

    /** Takes note that one could not be kept. */
    public synchronized void notKept(Exception problem) {
        lost.incrementAndGet();
        reason = reason(problem);
        failed = nanoTime.getAsLong();
        troubled = true;
        tell();
    }

    /** Tells of those that were not kept. To be called about every second. */
    public synchronized void tell() {
        if (lostWhenLogged == 0 || nanoTime.getAsLong() - logged >= LOG_INTERVAL.toNanos()) {
            tellAll();
        }
    }

    /** Tells of them now, because nobody will ask again. */
    public synchronized void tellAll() {
        long news = lost.get() - lostWhenLogged;
        if (news > 0) {
            LOG.error("{} failed notifications were not kept in {}: {}", news, place, reason);
            lostWhenLogged += news;
            logged = nanoTime.getAsLong();
        }
    }

    private static String reason(Exception problem) {
        Throwable root = ExceptionUtils.getRootCause(problem);
        return root.getMessage() == null
                ? root.toString()
                : root.getMessage().lines().findFirst().orElse("");
    }

    /** @return how many were kept */
    public long countKept() {
        return kept.get();
    }

    /** @return how many were not */
    public long countLost() {
        return lost.get();
    }
}
