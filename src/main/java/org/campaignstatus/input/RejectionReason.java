package org.campaignstatus.input;

import java.util.Locale;

/** Why input was rejected. */
public enum RejectionReason {
    /** Neither a file nor a text or bytes message. */
    WRONG_CONTAINER,
    UNREADABLE,
    TOO_LONG,
    NOT_JSON,
    UNKNOWN_CAMPAIGN_GROUP,
    /** A member is missing, or has a value that is not allowed. */
    INVALID_MEMBER,
    /** Not the input's fault. */
    INTERNAL;

    /** @return its name in metrics */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RejectionReason of(Exception problem) {
        return problem instanceof InvalidInputException invalid ? invalid.rejection() : INTERNAL;
    }
}
