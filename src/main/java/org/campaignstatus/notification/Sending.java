package org.campaignstatus.notification;

import java.time.Duration;
import java.time.Instant;

/** An attempt that has not ended yet. Belongs to one message, which at any time belongs to one thread. */
public final class Sending {

    private final Delivery delivery;
    private final Instant begun;
    private final long nanos = System.nanoTime();
    private byte[] json = {};

    /** @param begun when the attempt began: now */
    public Sending(Delivery delivery, Instant begun) {
        this.delivery = delivery;
        this.begun = begun;
    }

    public Delivery delivery() {
        return delivery;
    }

    /** Takes note of what is sent. Nobody may change it after that. */
    void sends(byte[] body) {
        json = body;
    }

    Attempt ended(Outcome outcome) {
        return new Attempt(delivery, json, outcome, begun, Duration.ofNanos(System.nanoTime() - nanos));
    }
}
