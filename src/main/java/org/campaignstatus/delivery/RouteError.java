package org.campaignstatus.delivery;

import java.nio.charset.StandardCharsets;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.campaignstatus.util.LogSanitizer;

/**
 * An exception that a step of a route has thrown. Immutable.
 *
 * @param route id of the route
 * @param step id of the step; empty if it is not known
 * @param problem the exception
 * @param body the body of the message at that step; may be null
 */
public record RouteError(String route, String step, Throwable problem, Object body) {

    /** Camel names the exchange in many messages, by an id that is another one each time and helps nobody. */
    private static final String EXCHANGE = "\\.?\\s*(on the exchange:?\\s*)?Exchange\\[[^\\]]*]";

    /** @return where it happened and why, in one line */
    public String words() {
        return place() + " failed: " + cause();
    }

    /** @return the step and the route */
    String place() {
        return step.isEmpty() ? "route " + route : "step " + step + " of route " + route;
    }

    /** @return the first cause: what wraps it on its way through Camel says no more */
    String cause() {
        Throwable root = ExceptionUtils.getRootCause(problem);
        String name = root.getClass().getName().replaceFirst(".*[.$]", "");
        String message = root.getMessage() == null ? "" : shown(root.getMessage());
        return message.isEmpty() ? name : name + ": " + message;
    }

    /** Some exceptions repeat the body of the message, which is none of the log's business. */
    private String shown(String message) {
        String text = body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(body);
        String without = text.isEmpty() || body == null ? message : message.replace(text, "(body)");
        return LogSanitizer.of(without.replaceAll(EXCHANGE, "")).strip();
    }
}
