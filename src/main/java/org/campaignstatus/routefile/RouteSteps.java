package org.campaignstatus.routefile;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.LineNumberAware;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** The routes that a context has loaded, and their steps, as the files say them. */
final class RouteSteps {

    private RouteSteps() {}

    static List<RouteDefinition> routes(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions();
    }

    /** @return all steps of the routes, each before those within it */
    static Stream<ProcessorDefinition<?>> of(CamelContext context) {
        return routes(context).stream().flatMap(RouteSteps::within);
    }

    static Stream<ProcessorDefinition<?>> within(ProcessorDefinition<?> block) {
        return block.getOutputs().stream()
                .filter(RouteSteps::isOn)
                .flatMap(step -> Stream.concat(Stream.of(step), within(step)));
    }

    static boolean isOn(ProcessorDefinition<?> step) {
        return !"true".equals(step.getDisabled());
    }

    /** @return the steps behind a step in the same block */
    static List<ProcessorDefinition<?>> behind(ProcessorDefinition<?> step) {
        List<ProcessorDefinition<?>> all = step.getParent().getOutputs();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) == step) {
                return all.subList(i + 1, all.size());
            }
        }
        return List.of();
    }

    /** @return the URI that a step sends to, as the file says it; empty if it sends to none */
    static String target(ProcessorDefinition<?> step) {
        if (step instanceof SendDefinition<?> to) {
            return Objects.toString(to.getEndpointUri(), "");
        }
        return step instanceof ToDynamicDefinition to ? Objects.toString(to.getUri(), "") : "";
    }

    /** @return the routes that a step calls by name */
    static List<RouteDefinition> called(CamelContext context, ProcessorDefinition<?> step) {
        String target = withoutOptions(uri(context, target(step)));
        return routes(context).stream()
                .filter(route -> !target.isEmpty()
                        && target.equals(
                                withoutOptions(uri(context, route.getInput().getEndpointUri()))))
                .toList();
    }

    private static String withoutOptions(String uri) {
        return uri.replaceFirst("^lane:", "").replaceFirst("\\?.*", "").replace("://", ":");
    }

    /** @return a URI of a file with the values of its keys, in one line */
    static String uri(CamelContext context, String text) {
        return resolved(context, text).replaceAll("\\s*\\R\\s*", "").strip();
    }

    /** @return a text of a file with the values of its keys; as it is if one has none, which Camel names */
    static String resolved(CamelContext context, String text) {
        try {
            return context.resolvePropertyPlaceholders(text);
        } catch (RuntimeException e) {
            return text;
        }
    }

    static String place(LineNumberAware step) {
        return RouteFile.name(Objects.toString(step.getLocation(), "routes")) + ", line " + step.getLineNumber();
    }

    static RouteProblem problem(LineNumberAware step, String text) {
        return new RouteProblem(Objects.toString(step.getLocation(), "routes"), step.getLineNumber(), text);
    }

    /** @return a step for a message: what it is, and its id if the file gives it one */
    static String name(ProcessorDefinition<?> step) {
        return step.hasCustomIdAssigned() ? step.getShortName() + " " + step.getId() : step.getShortName();
    }
}
