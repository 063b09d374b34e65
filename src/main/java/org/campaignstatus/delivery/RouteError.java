package org.campaignstatus.delivery;

import java.nio.charset.StandardCharsets;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.campaignstatus.util.LogSanitizer;

/**
 * An exception that a step of a route has thrown. Immutable.
 *
 * @param step id of the step; empty if unknown
 * @param body the body of the message at that step; may be null
 */
public record RouteError(String route, String step, Throwable problem, Object body) {

    /** Camel names the exchange in many messages; its id would make equal errors look different. */
    private static final String EXCHANGE = "\\.?\\s*(on the exchange:?\\s*)?Exchange\\[[^\\]]*]";

    /** @return one line: the place and the root cause */
    public String words() {
        return place() + " failed: " + cause();
    }

    String place() {
        return step.isEmpty() ? "route " + route : "step " + step + " of route " + route;
    }

    /** The exceptions of Camel that wrap the root cause say no more than it. */
    private String cause() {
        Throwable root = ExceptionUtils.getRootCause(problem);
        String name = root.getClass().getName().replaceFirst(".*[.$]", "");
        String message = root.getMessage() == null ? "" : shown(root.getMessage());
        return message.isEmpty() ? name : name + ": " + message;
    }

    /** Some exceptions quote the body of the message, which does not belong in a log. */
    private String shown(String message) {
        String text = body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(body);
        String without = text.isEmpty() || body == null ? message : message.replace(text, "(body)");
        return LogSanitizer.of(without.replaceAll(EXCHANGE, "")).strip();
    }
}
