package org.campaignstatus.delivery;

/** Thread-safe. */
public interface DeliveryListener {

    /** Called once for every attempt, at its end. It delays the notifications behind it, so it must not block. */
    void ended(DeliveryAttempt attempt);
}
