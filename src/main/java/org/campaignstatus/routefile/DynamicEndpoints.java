package org.campaignstatus.routefile;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.support.PluginHelper;

/**
 * Finds components, languages and data formats that are missing on the class path and that Camel looks for only when a
 * message comes, as far as the file has their names in plain text.
 */
public final class DynamicEndpoints {

    private static final Pattern SCHEME = Pattern.compile("\\s*([A-Za-z][\\w.+-]*):.*", Pattern.DOTALL);
    private static final Pattern PART =
            Pattern.compile("\\s*(language|dataformat):(?://)?([A-Za-z][\\w-]*):.*", Pattern.DOTALL);
    private static final String DEFAULT_DELIMITER = ",";

    private final CamelContext context;

    private DynamicEndpoints(CamelContext context) {
        this.context = context;
    }

    /**
     * The endpoints of one step, as far as the file says them.
     *
     * @param ignoresInvalid true, false or null
     */
    private record Targets(Stream<String> uris, String ignoresInvalid) {}

    /** @return what is missing, with the steps that need it */
    public static List<RouteProblem> missing(CamelContext context) {
        DynamicEndpoints endpoints = new DynamicEndpoints(context);
        return RouteSteps.of(context).flatMap(endpoints::missing).distinct().toList();
    }

    private Stream<RouteProblem> missing(ProcessorDefinition<?> step) {
        Targets targets = targets(step);
        return "true".equals(targets.ignoresInvalid())
                ? Stream.empty()
                : targets.uris()
                        .flatMap(uri -> missing(uri).stream())
                        .map(failure -> RouteSteps.problem(step, failure.text()));
    }

    private Targets targets(ProcessorDefinition<?> step) {
        if (step instanceof ToDynamicDefinition to) {
            return new Targets(resolved(to.getUri()), to.getIgnoreInvalidEndpoint());
        }
        if (step instanceof EnrichDefinition enrich) {
            return new Targets(text(enrich), enrich.getIgnoreInvalidEndpoint());
        }
        if (step instanceof PollEnrichDefinition poll) {
            return new Targets(text(poll), poll.getIgnoreInvalidEndpoint());
        }
        if (step instanceof RecipientListDefinition<?> list) {
            return new Targets(list(list, list.getDelimiter()), list.getIgnoreInvalidEndpoints());
        }
        if (step instanceof RoutingSlipDefinition<?> slip) {
            return new Targets(list(slip, slip.getUriDelimiter()), slip.getIgnoreInvalidEndpoints());
        }
        return step instanceof DynamicRouterDefinition<?> router
                ? new Targets(list(router, router.getUriDelimiter()), router.getIgnoreInvalidEndpoints())
                : new Targets(Stream.empty(), null);
    }

    private Stream<String> list(ExpressionNode step, String delimiter) {
        String separator = delimiter == null ? DEFAULT_DELIMITER : delimiter;
        return text(step).flatMap(text -> Stream.of(text.split(Pattern.quote(separator))));
    }

    private Stream<String> text(ExpressionNode step) {
        return step.getExpression() != null
                        && step.getExpression().getLanguage().matches("constant|simple")
                ? resolved(step.getExpression().getExpression())
                : Stream.empty();
    }

    private Stream<String> resolved(String text) {
        return Stream.ofNullable(text).map(any -> RouteSteps.resolved(context, any));
    }

    private Optional<RouteFailure> missing(String uri) {
        Matcher scheme = SCHEME.matcher(uri);
        if (!scheme.matches()) {
            return Optional.empty();
        }
        Matcher part = PART.matcher(uri);
        return missing("component", scheme.group(1), this::hasComponent)
                .or(() -> !part.matches()
                        ? Optional.empty()
                        : part.group(1).equals("language")
                                ? missing("language", part.group(2), this::hasLanguage)
                                : missing("data format", part.group(2), this::hasDataFormat));
    }

    private static Optional<RouteFailure> missing(String kind, String name, Predicate<String> exists) {
        return exists.test(name) ? Optional.empty() : Optional.of(RouteFailure.missing(kind, name));
    }

    private boolean hasComponent(String scheme) {
        try {
            return context.hasComponent(scheme) != null
                    || PluginHelper.getComponentResolver(context).resolveComponent(scheme, context) != null;
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    private boolean hasLanguage(String name) {
        try {
            return context.resolveLanguage(name) != null;
        } catch (NoSuchLanguageException e) {
            return false;
        }
    }

    private boolean hasDataFormat(String name) {
        return PluginHelper.getDataFormatResolver(context).createDataFormat(name, context) != null;
    }
}
