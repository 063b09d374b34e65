package org.campaignstatus.input;

/** Called for each piece of input that is rejected. Thread-safe. */
public interface RejectionListener {

    /** For whom nobody listens. */
    RejectionListener NOBODY = (source, rejection) -> {};

    /** Takes note of a piece that is kept, because it could not be accepted. */
    void rejected(Source source, RejectionReason rejection);
}
