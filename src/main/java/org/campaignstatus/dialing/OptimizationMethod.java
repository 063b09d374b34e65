package org.campaignstatus.dialing;

/** The measure that a predictive dial mode keeps at a goal. The codes are the order of the vendor's enumeration. */
public enum OptimizationMethod {
    NO_OPTIMIZATION_METHOD("NoOptimizationMethod"),
    /** The goal is in percent. */
    BUSY_FACTOR("BusyFactor"),
    /** The goal is in percent. */
    OVERDIAL_RATE("OverdialRate"),
    /** The goal is in seconds. */
    WAIT_TIME("WaitTime");

    public static final CodedEnum<OptimizationMethod> CODES = new CodedEnum<>(values(), OptimizationMethod::wireName);

    private final String wireName;

    OptimizationMethod(String wireName) {
        this.wireName = wireName;
    }

    public int code() {
        return ordinal();
    }

    public String wireName() {
        return wireName;
    }
}
