package org.campaignstatus.notification;

import java.util.Map;

/** Describes notifications in headers, so that the body stays the vendor's. Thread-safe. */
public final class CloudEvents {

    /** Adds the headers of CloudEvents 1.0, unless they are turned off. */
    public void describe(Delivery delivery, Map<String, Object> headers) {
        delivery.envelope().source().ifPresent(source -> delivery.event().putHeaders(source, headers));
    }
}
