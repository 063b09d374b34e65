package org.campaignstatus.lifecycle;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What happened to a campaign group. The action of each is the message type of the client request that asks for it, by
 * the vendor's numbers; a forced unload counts as an unload.
 */
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

    /** @return all names, for a message that rejects another one */
    static String names() {
        return Arrays.stream(values()).map(type -> type.wireName).collect(Collectors.joining(", "));
    }

    public String wireName() {
        return wireName;
    }

    /** @return the integer that stands for this request in a notification */
    public int action() {
        return action;
    }

    /** @return the status after such an event; the dialer is the authority, so whatever came before is accepted */
    Status after(Status before) {
        return after == null ? before : after;
    }
}
