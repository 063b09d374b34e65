package org.campaignstatus.delivery;

import java.util.Map;
import org.campaignstatus.notification.Delivery;

/** Describes notifications in headers, so that the body stays the vendor's. Thread-safe. */
public final class RequestHeaders {

    /** Where Camel looks for the address of the request. */
    private static final String URI = "CamelHttpUri";

    /** Says where it goes, what the body is and, unless that is turned off, of which event, by CloudEvents 1.0. */
    public void describe(PendingAttempt sending, Map<String, Object> headers) {
        Delivery delivery = sending.delivery();
        headers.put(URI, delivery.receiver().address());
        headers.put("Content-Type", "application/json");
        if (delivery.event().isTest()) {
            headers.put("X-Campaign-Status-Test", "true");
        }
        delivery.envelope().source().ifPresent(source -> delivery.event().putHeaders(source, headers));
    }
}
