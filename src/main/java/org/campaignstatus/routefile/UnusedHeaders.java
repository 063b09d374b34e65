package org.campaignstatus.routefile;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.MarshalDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PatternHelper;

/**
 * Finds headers that a step sets and no step behind it reads, because another one removes or replaces them first, or because
 * the route ends. A step that may read a header for all that is known of it does read it.
 */
final class UnusedHeaders {

    /** Steps that read a header only if they name it. */
    private static final List<Class<?>> PLAIN = List.of(
            ChoiceDefinition.class,
            CatchDefinition.class,
            FilterDefinition.class,
            FinallyDefinition.class,
            LogDefinition.class,
            MarshalDefinition.class,
            OnExceptionDefinition.class,
            RemoveHeaderDefinition.class,
            RemoveHeadersDefinition.class,
            SetBodyDefinition.class,
            SetHeaderDefinition.class,
            SetHeadersDefinition.class,
            SetPropertyDefinition.class,
            SplitDefinition.class,
            StopDefinition.class,
            ThrottleDefinition.class,
            TryDefinition.class);

    /** Headers of Camel and JMS mean something to steps that do not name them. */
    private static final Pattern SPECIAL =
            Pattern.compile("(?i)Camel(?!HttpUri|HttpPath|HttpQuery|HttpMethod).*|JMS.*");

    /** An expression with all headers. */
    private static final Pattern ALL = Pattern.compile("\\bheaders\\b");

    private static final Pattern SET_BY_DESCRIBE = Pattern.compile("(?i)CamelHttpUri|Content-Type");

    /** Sources whose routes answer nobody, so that a header is of no use at their end. */
    private static final Pattern NO_ANSWER =
            Pattern.compile("(file|kafka|scheduler|seda|timer):.*|jms:.*disableReplyTo=true.*");

    private static final Pattern ROUTE = Pattern.compile("(?:lane:)?(direct|seda):(?://)?([^?]+).*");

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
        Use use = new Use(name);
        return use.isReadBehind(step) ? Stream.empty() : Stream.of(RouteSteps.problem(step, use.problem()));
    }

    /** What becomes of one header. */
    private final class Use {

        private final String header;
        private final Set<Object> visited = new HashSet<>();
        private ProcessorDefinition<?> end;
        private boolean withheld;

        Use(String header) {
            this.header = header;
        }

        String problem() {
            return "the header " + header + " has no effect, because " + why();
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
                            .filter(step -> called(step).contains(route))
                            .anyMatch(this::isReadBehind);
        }

        private boolean isRead(List<ProcessorDefinition<?>> steps) {
            for (ProcessorDefinition<?> step : steps) {
                if (!RouteSteps.isOn(step)) {
                    continue;
                }
                if (isGoneAt(step)) {
                    end = end == null ? step : end;
                    return false;
                }
                if (reads(step)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isGoneAt(ProcessorDefinition<?> step) {
            if (step instanceof RemoveHeadersDefinition remove) {
                return remove.getExcludePattern() == null && PatternHelper.matchPattern(header, remove.getPattern());
            }
            if (step instanceof RemoveHeaderDefinition remove) {
                return header.equalsIgnoreCase(remove.getName());
            }
            return step instanceof ProcessDefinition process
                    && "describe".equals(process.getRef())
                    && SET_BY_DESCRIBE.matcher(header).matches();
        }

        private boolean reads(ProcessorDefinition<?> step) {
            String uri = RouteSteps.uri(context, RouteSteps.target(step));
            if (names(step) || uri.contains("${")) {
                return true;
            }
            if (ROUTE.matcher(uri).matches()) {
                return called(step).stream().anyMatch(route -> visited.add(route) && isRead(route.getOutputs()));
            }
            if (!uri.isEmpty()) {
                return isSentTo(uri);
            }
            boolean isPlain = PLAIN.stream().anyMatch(type -> type.isInstance(step)) || isOurs(step);
            return !isPlain || isRead(step.getOutputs());
        }

        /** Blocks are asked for the steps within them one by one. */
        private boolean names(ProcessorDefinition<?> step) {
            String text = step.toString();
            String own = step.getOutputs().isEmpty() ? text : text.replaceFirst("(?s) -> .*", "");
            return own.toLowerCase(Locale.ROOT).contains(header.toLowerCase(Locale.ROOT))
                    || ALL.matcher(own).find();
        }

        private boolean isSentTo(String uri) {
            boolean sent = !(context.hasEndpoint(uri) instanceof HttpEndpoint http)
                    || header.startsWith("Camel")
                    || header.equalsIgnoreCase("Content-Type")
                    || !http.getHeaderFilterStrategy()
                            .applyFilterToCamelHeaders(header, "", new DefaultExchange(context));
            withheld |= !sent;
            return sent;
        }
    }

    /** @return the routes that a step calls by name */
    private List<RouteDefinition> called(ProcessorDefinition<?> step) {
        String target = withoutOptions(RouteSteps.uri(context, RouteSteps.target(step)));
        return RouteSteps.routes(context).stream()
                .filter(route -> !target.isEmpty()
                        && target.equals(withoutOptions(
                                RouteSteps.uri(context, route.getInput().getEndpointUri()))))
                .toList();
    }

    private static String withoutOptions(String uri) {
        return uri.replaceFirst("^lane:", "").replaceFirst("\\?.*", "").replace("://", ":");
    }

    /** The beans of the program read no headers that a site sets, unless a parameter names them. */
    private boolean isOurs(ProcessorDefinition<?> step) {
        String ref = step instanceof BeanDefinition bean
                ? bean.getRef()
                : step instanceof ProcessDefinition process ? process.getRef() : null;
        Object bean = ref == null ? null : context.getRegistry().lookupByName(ref);
        return bean != null && bean.getClass().getName().startsWith("org.campaignstatus.");
    }
}
