package org.campaignstatus.lifecycle;

import java.util.Arrays;

/** The status of a campaign group, with the vendor's codes. */
public enum Status {
    UNKNOWN(-1),
    NOT_LOADED(0),
    WAITING_UNLOAD(1),
    UNLOAD_IN_PROGRESS(2),
    INACTIVE(3),
    /** Loaded, not dialling. */
    ACTIVE(4),
    /** Dialling. */
    RUNNING(5);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /** @return the status of that code, {@link #UNKNOWN} if there is none */
    public static Status withCode(int code) {
        return Arrays.stream(values())
                .filter(status -> status.code == code)
                .findFirst()
                .orElse(UNKNOWN);
    }

    public int code() {
        return code;
    }

    /** @return whether the campaign group is loaded, so that it gets periodic messages */
    public boolean isActive() {
        return code >= WAITING_UNLOAD.code;
    }
}
