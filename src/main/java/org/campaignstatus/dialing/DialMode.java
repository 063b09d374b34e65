package org.campaignstatus.dialing;

/** How calls are paced. The codes are the order of the vendor's enumeration. */
public enum DialMode {
    NO_DIAL_MODE("NoDialMode"),
    PREDICT("Predict"),
    PROGRESS("Progress"),
    PREVIEW("Preview"),
    PROGRESS_AND_SEIZE("ProgressAndSeize"),
    PREDICT_AND_SEIZE("PredictAndSeize"),
    POWER("Power"),
    POWER_AND_SEIZE("PowerAndSeize"),
    PUSH_PREVIEW("PushPreview"),
    PROGRESS_GVP("ProgressGVP"),
    PREDICT_GVP("PredictGVP"),
    POWER_GVP("PowerGVP");

    public static final CodedEnum<DialMode> CODES = new CodedEnum<>(values(), DialMode::wireName);

    private final String wireName;

    DialMode(String wireName) {
        this.wireName = wireName;
    }

    public int code() {
        return ordinal();
    }

    public String wireName() {
        return wireName;
    }

    /** @return whether this mode has an optimization */
    public boolean isPredictive() {
        return this == PREDICT || this == PREDICT_AND_SEIZE || this == PREDICT_GVP;
    }
}
