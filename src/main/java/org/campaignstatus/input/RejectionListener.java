package org.campaignstatus.input;

/** Is told of each piece of input that is refused. Thread-safe. */
public interface RejectionListener {

    /** For whom nobody listens. */
    RejectionListener NOBODY = (source, refusal) -> {};

    /** Takes note of a piece that is kept, because it could not be taken over. */
    void refused(Source source, RejectionReason refusal);
}
