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

    /** @return what is missing, with the steps that need it */
    public static List<RouteProblem> missing(CamelContext context) {
        DynamicEndpoints endpoints = new DynamicEndpoints(context);
        return RouteSteps.of(context)
                .filter(step -> !ignoresInvalid(step))
                .flatMap(step -> endpoints
                        .uris(step)
                        .flatMap(uri -> endpoints.missing(uri).stream())
                        .map(failure -> RouteSteps.problem(step, failure.text())))
                .distinct()
                .toList();
    }

    private static boolean ignoresInvalid(ProcessorDefinition<?> step) {
        String ignores = step instanceof ToDynamicDefinition to
                ? to.getIgnoreInvalidEndpoint()
                : step instanceof EnrichDefinition enrich
                        ? enrich.getIgnoreInvalidEndpoint()
                        : step instanceof PollEnrichDefinition poll
                                ? poll.getIgnoreInvalidEndpoint()
                                : step instanceof RecipientListDefinition<?> list
                                        ? list.getIgnoreInvalidEndpoints()
                                        : step instanceof RoutingSlipDefinition<?> slip
                                                ? slip.getIgnoreInvalidEndpoints()
                                                : step instanceof DynamicRouterDefinition<?> router
                                                        ? router.getIgnoreInvalidEndpoints()
                                                        : null;
        return "true".equals(ignores);
    }

    private Stream<String> uris(ProcessorDefinition<?> step) {
        if (step instanceof ToDynamicDefinition to) {
            return resolved(to.getUri()).stream();
        }
        if (step instanceof EnrichDefinition || step instanceof PollEnrichDefinition) {
            return text((ExpressionNode) step).stream();
        }
        if (step instanceof RecipientListDefinition<?> list) {
            return list(list, list.getDelimiter());
        }
        if (step instanceof RoutingSlipDefinition<?> slip) {
            return list(slip, slip.getUriDelimiter());
        }
        return step instanceof DynamicRouterDefinition<?> router
                ? list(router, router.getUriDelimiter())
                : Stream.empty();
    }

    private Stream<String> list(ExpressionNode step, String delimiter) {
        String separator = delimiter == null ? DEFAULT_DELIMITER : delimiter;
        return text(step).stream().flatMap(text -> Stream.of(text.split(Pattern.quote(separator))));
    }

    private Optional<String> text(ExpressionNode step) {
        return step.getExpression() != null
                        && step.getExpression().getLanguage().matches("constant|simple")
                ? resolved(step.getExpression().getExpression())
                : Optional.empty();
    }

    private Optional<String> resolved(String uri) {
        try {
            return Optional.ofNullable(uri).map(context::resolvePropertyPlaceholders);
        } catch (RuntimeException e) {
            // Camel names the missing key
            return Optional.empty();
        }
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
