package org.campaignstatus.lifecycle;

/** Called for each event; must not block. Thread-safe. */
public interface LifecycleEventListener {

    /** For whom nobody listens. */
    LifecycleEventListener NOBODY = (event, isNew) -> {};

    /**
     * Takes note of an event that was accepted.
     *
     * @param isNew false if it was before, and came again
     */
    void taken(LifecycleEvent event, boolean isNew);
}
