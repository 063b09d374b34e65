package org.campaignstatus.routefile;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;

/** Finds headers that a step sets and no step behind it reads. */
final class UnusedHeaders {

    /** Headers of Camel and JMS mean something to steps that do not name them. */
    private static final Pattern SPECIAL =
            Pattern.compile("(?i)Camel(?!HttpUri|HttpPath|HttpQuery|HttpMethod).*|JMS.*");

    private final CamelContext context;

    UnusedHeaders(CamelContext context) {
        this.context = context;
    }

    Stream<RouteProblem> find() {
        return RouteSteps.of(context).flatMap(step -> {
            if (step instanceof SetHeadersDefinition several) {
                return several.getHeaders().stream().flatMap(header -> find(header, step));
            }
            return step instanceof SetHeaderDefinition header ? find(header, step) : Stream.empty();
        });
    }

    private Stream<RouteProblem> find(SetHeaderDefinition header, ProcessorDefinition<?> step) {
        String name = RouteSteps.resolved(context, header.getName());
        if (SPECIAL.matcher(name).matches() || name.contains("${")) {
            return Stream.empty();
        }
        HeaderUse use = new HeaderUse(context, name);
        return use.isReadBehind(step) ? Stream.empty() : Stream.of(RouteSteps.problem(step, use.problem()));
    }
}
