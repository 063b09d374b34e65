package org.campaignstatus.lifecycle;

/** Is told what becomes of each event, at once and without a wait. Thread-safe. */
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
