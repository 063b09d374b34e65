package org.campaignstatus.lifecycle;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of lifecycle events, each with the vendor's number of the client request for it, and the status after it. */
public enum EventType {
    LOADED("loaded", 7, Status.ACTIVE),
    UNLOADED("unloaded", 8, Status.NOT_LOADED),
    STARTED("started", 9, Status.RUNNING),
    STOPPED("stopped", 10, Status.ACTIVE),
    /** Leaves the status as it is. */
    DIAL_MODE_CHANGED("dial-mode-changed", 11, null);

    private static final Map<String, EventType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(type -> type.wireName, Function.identity()));

    private final String wireName;
    private final int action;
    private final Status after;

    EventType(String wireName, int action, Status after) {
        this.wireName = wireName;
        this.action = action;
        this.after = after;
    }

    /** @return the type of that name, or null if there is none */
    static EventType named(String wireName) {
        return BY_NAME.get(wireName);
    }

    /** @return the type of that action, or null if there is none */
    public static EventType withAction(int action) {
        return Arrays.stream(values())
                .filter(type -> type.action == action)
                .findFirst()
                .orElse(null);
    }

    static String names() {
        return Arrays.stream(values()).map(type -> type.wireName).collect(Collectors.joining(", "));
    }

    public String wireName() {
        return wireName;
    }

    /** @return its number in a notification */
    public int action() {
        return action;
    }

    /** @return the status after such an event; the dialer is the authority, so whatever came before is accepted */
    Status after(Status before) {
        return after == null ? before : after;
    }
}
