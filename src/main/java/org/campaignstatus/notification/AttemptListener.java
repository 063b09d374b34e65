package org.campaignstatus.notification;

/** Is told of every attempt, once. Thread-safe. */
public interface AttemptListener {

    /** Takes note of an attempt that has ended. It holds up the notifications behind it, so it has to be over at once. */
    void ended(Attempt attempt);
}
