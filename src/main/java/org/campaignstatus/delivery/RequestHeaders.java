package org.campaignstatus.delivery;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.SigningSecrets;

/** Sets the headers of a request, so that the body stays the vendor's. Thread-safe. */
public final class RequestHeaders {

    /** Camel's HTTP component sends the request to this address. */
    private static final String URI = "CamelHttpUri";

    /** The names of all headers that this class may set for the receiver. */
    public static final Set<String> NAMES = Set.of(
            "Content-Type",
            "X-Campaign-Status-Test",
            "ce-specversion",
            "ce-id",
            "ce-source",
            "ce-type",
            "ce-subject",
            "ce-sequence",
            "ce-time",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");

    private final Clock clock;

    public RequestHeaders(Clock clock) {
        this.clock = clock;
    }

    /** Sets the address, the content type and, unless turned off, the attributes of CloudEvents 1.0. */
    public void describe(PendingAttempt attempt, Map<String, Object> headers) {
        headers.put(URI, attempt.delivery().receiver().address());
        identify(attempt.delivery(), headers);
    }

    private static void identify(Delivery delivery, Map<String, Object> headers) {
        headers.put("Content-Type", "application/json");
        if (delivery.event().isTest()) {
            headers.put("X-Campaign-Status-Test", "true");
        }
        if (delivery.envelope() != null) {
            delivery.envelope().source().ifPresent(source -> delivery.event().putHeaders(source, headers));
        }
    }

    /**
     * @return the headers that this class has set for an attempt, without its signature: no credentials, and none of a step
     *     of the site
     */
    public static Map<String, Object> shown(Delivery delivery) {
        Map<String, Object> headers = new LinkedHashMap<>();
        identify(delivery, headers);
        if (delivery.envelope() != null && delivery.envelope().signing().isPresent()) {
            headers.put("webhook-id", delivery.event().id());
        }
        return headers;
    }

    /** Hands the body to the attempt, and sets its signature by Standard Webhooks 1.0.0 if there are secrets to sign with. */
    public void sign(PendingAttempt attempt, byte[] body, Map<String, Object> headers) {
        attempt.json(body);
        Delivery delivery = attempt.delivery();
        Secret<SigningSecrets> secrets = delivery.envelope().signing().orElse(null);
        if (secrets == null) {
            return;
        }
        String id = delivery.event().id();
        String seconds = Long.toString(clock.instant().getEpochSecond());
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", seconds);
        headers.put("webhook-signature", secrets.get().sign(id, seconds, body));
    }
}
