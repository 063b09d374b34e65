package org.campaignstatus.delivery;

/** Called for every attempt, once. Thread-safe. */
public interface DeliveryListener {

    /** Takes note of an attempt that has ended. It holds up the notifications behind it, so it has to be over at once. */
    void ended(DeliveryAttempt attempt);
}
