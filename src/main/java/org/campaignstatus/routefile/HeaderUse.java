package org.campaignstatus.routefile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/**
 * What becomes of one header behind the step that sets it: whether a step reads it before another one removes or replaces it, or
 * the route ends. Not thread-safe.
 */
final class HeaderUse {

    /** Sources whose routes answer nobody, so that a header is of no use at their end. */
    private static final Pattern NO_ANSWER =
            Pattern.compile("(file|kafka|scheduler|seda|timer):.*|jms:.*disableReplyTo=true.*");

    private static final Pattern ROUTE = Pattern.compile("(?:lane:)?(direct|seda):(?://)?([^?]+).*");

    private final CamelContext context;
    private final HeaderAtStep header;
    private final Set<Object> visited = new HashSet<>();
    private ProcessorDefinition<?> end;
    private boolean withheld;

    HeaderUse(CamelContext context, String header) {
        this.context = context;
        this.header = new HeaderAtStep(context, header);
    }

    String problem() {
        return "the header " + header.name() + " has no effect, because " + why();
    }

    private String why() {
        if (end != null) {
            return RouteSteps.name(end) + " (" + RouteSteps.place(end)
                    + ") removes or replaces it before any step reads it: expected it behind that step";
        }
        return withheld
                ? "Camel's HTTP component does not send a header of that name: expected another name"
                : "no step behind it reads it: expected it before the step that sends the message";
    }

    /** Goes on behind the blocks around the step, and then behind the steps that call the route. */
    boolean isReadBehind(ProcessorDefinition<?> step) {
        for (ProcessorDefinition<?> at = step; at.getParent() != null; at = at.getParent()) {
            if (isRead(RouteSteps.behind(at))) {
                return true;
            }
            if (end != null && RouteSteps.behind(at).contains(end)) {
                return false;
            }
            if (at.getParent() instanceof RouteDefinition route) {
                return isReadBehind(route);
            }
        }
        return true;
    }

    private boolean isReadBehind(RouteDefinition route) {
        String from = RouteSteps.uri(context, route.getInput().getEndpointUri());
        if (!from.startsWith("direct:")) {
            return !NO_ANSWER.matcher(from).matches();
        }
        return visited.add(route)
                && RouteSteps.of(context)
                        .filter(step -> RouteSteps.called(context, step).contains(route))
                        .anyMatch(this::isReadBehind);
    }

    private boolean isRead(List<ProcessorDefinition<?>> steps) {
        for (ProcessorDefinition<?> step : steps) {
            if (!RouteSteps.isOn(step)) {
                continue;
            }
            if (header.isGoneAt(step)) {
                end = end == null ? step : end;
                return false;
            }
            if (isReadAt(step)) {
                return true;
            }
        }
        return false;
    }

    private boolean isReadAt(ProcessorDefinition<?> step) {
        String uri = RouteSteps.uri(context, RouteSteps.target(step));
        if (header.isNamedAt(step) || uri.contains("${")) {
            return true;
        }
        if (ROUTE.matcher(uri).matches()) {
            return RouteSteps.called(context, step).stream()
                    .anyMatch(route -> visited.add(route) && isRead(route.getOutputs()));
        }
        if (!uri.isEmpty()) {
            boolean sent = header.isSentTo(uri);
            withheld |= !sent;
            return sent;
        }
        return header.mayBeReadUnnamedAt(step) || isRead(step.getOutputs());
    }
}
