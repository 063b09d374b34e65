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

    /** All dial modes, by code and by name. */
    public static final CodedEnum<DialMode> CODES = new CodedEnum<>(values(), DialMode::wireName);

    private final String wireName;

    DialMode(String wireName) {
        this.wireName = wireName;
    }

    /** @return the integer that stands for this mode in a notification */
    public int code() {
        return ordinal();
    }

    public String wireName() {
        return wireName;
    }

    /** @return whether pacing holds a measure at a goal in this mode; only then there is an optimization to report */
    public boolean isPredictive() {
        return this == PREDICT || this == PREDICT_AND_SEIZE || this == PREDICT_GVP;
    }
}
