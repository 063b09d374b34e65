package org.campaignstatus.input;

/** Why input could not be accepted, in kinds that are few enough to be counted one by one. */
public enum RejectionReason {
    /** Neither a file nor a text or bytes message. */
    WRONG_CONTAINER("wrong_container"),
    UNREADABLE("unreadable"),
    TOO_LONG("too_long"),
    NOT_JSON("not_json"),
    UNKNOWN_CAMPAIGN_GROUP("unknown_campaign_group"),
    /** A member is missing, or has a value that is not allowed. */
    INVALID_MEMBER("invalid_member"),
    /** Not the input's fault. */
    INTERNAL("internal");

    private final String label;

    RejectionReason(String label) {
        this.label = label;
    }

    /** @return its name to the outside, of lower-case letters and underscores */
    public String label() {
        return label;
    }

    /** @return what a problem with input is counted as */
    public static RejectionReason of(Exception problem) {
        return problem instanceof InvalidInputException invalid ? invalid.rejection() : INTERNAL;
    }
}
