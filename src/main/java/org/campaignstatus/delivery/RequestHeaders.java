package org.campaignstatus.delivery;

import java.util.Map;
import org.campaignstatus.notification.Delivery;

/** Sets the headers of a request, so that the body stays the vendor's. Thread-safe. */
public final class RequestHeaders {

    /** Camel's HTTP component sends the request to this address. */
    private static final String URI = "CamelHttpUri";

    /** Sets the address, the content type and, unless turned off, the attributes of CloudEvents 1.0. */
    public void describe(PendingAttempt attempt, Map<String, Object> headers) {
        Delivery delivery = attempt.delivery();
        headers.put(URI, delivery.receiver().address());
        headers.put("Content-Type", "application/json");
        if (delivery.event().isTest()) {
            headers.put("X-Campaign-Status-Test", "true");
        }
        delivery.envelope().source().ifPresent(source -> delivery.event().putHeaders(source, headers));
    }
}
