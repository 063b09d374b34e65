package org.campaignstatus.dialing;

/** Which measure a predictive dial mode holds at a goal. The codes are the order of the vendor's enumeration. */
public enum OptimizationMethod {
    NO_OPTIMIZATION_METHOD("NoOptimizationMethod"),
    /** The goal is in percent. */
    BUSY_FACTOR("BusyFactor"),
    /** The goal is in percent. */
    OVERDIAL_RATE("OverdialRate"),
    /** The goal is in seconds. */
    WAIT_TIME("WaitTime");

    /** All optimization methods, by code and by name. */
    public static final CodedEnum<OptimizationMethod> CODES = new CodedEnum<>(values(), OptimizationMethod::wireName);

    private final String wireName;

    OptimizationMethod(String wireName) {
        this.wireName = wireName;
    }

    /** @return the integer that stands for this method in a notification */
    public int code() {
        return ordinal();
    }

    public String wireName() {
        return wireName;
    }
}
