package org.campaignstatus.routefile;

import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.util.URISupport;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Finds options of HTTP endpoints that nothing reads. To Camel, an option that the component does not know is a part of the
 * query.
 */
final class UnusedOptions {

    /** The bean that sends notifications; it takes all of this from the settings. */
    private static final String OWN_CLIENT = "#receiverClient";

    /** From the options that have no effect on that bean to what has. Camel's list of options lacks some of them. */
    private static final Map<String, String> REPLACED = Map.ofEntries(
            Map.entry("connectTimeout", "the key http-response-timeout"),
            Map.entry("responseTimeout", "the key http-response-timeout"),
            Map.entry("soTimeout", "the key http-response-timeout"),
            Map.entry("connectionRequestTimeout", "the key http-response-timeout"),
            Map.entry("maxTotalConnections", "the key http-connection-pool-size"),
            Map.entry("connectionsPerRoute", "the key http-connection-pool-size"),
            Map.entry("proxyHost", "the key http-proxy"),
            Map.entry("proxyPort", "the key http-proxy"),
            Map.entry("sslContextParameters", "the key tls.trust-store"),
            Map.entry("x509HostnameVerifier", "the key tls.trust-store"),
            Map.entry("connectionTimeToLive", "none of it"),
            Map.entry("followRedirects", "none of it"),
            Map.entry("userAgent", "none of it"));

    /** Shorter names of parameters are like one option or another. */
    private static final int LEAST_LENGTH = 5;

    private static final int MOST_TYPING_ERRORS = 2;

    private final CamelContext context;

    UnusedOptions(CamelContext context) {
        this.context = context;
    }

    Stream<RouteProblem> find() {
        return RouteSteps.of(context).flatMap(this::of);
    }

    private Stream<RouteProblem> of(ProcessorDefinition<?> step) {
        String uri = RouteSteps.uri(context, RouteSteps.target(step));
        EndpointUriFactory options = uri.contains("?") && uri.matches("[a-z][\\w+.-]*:.*")
                ? context.getCamelContextExtension().getEndpointUriFactory(uri.substring(0, uri.indexOf(':')))
                : null;
        return options == null || !options.isLenientProperties()
                ? Stream.empty()
                : query(uri).keySet().stream()
                        .flatMap(name -> problem(uri, name, options).stream())
                        .map(text -> RouteSteps.problem(step, text));
    }

    private static Map<String, Object> query(String uri) {
        try {
            return URISupport.parseQuery(uri.substring(uri.indexOf('?') + 1));
        } catch (URISyntaxException e) {
            return Map.of();
        }
    }

    private static Optional<String> problem(String uri, String name, EndpointUriFactory options) {
        boolean own = uri.contains(OWN_CLIENT);
        if (own && REPLACED.containsKey(name)) {
            return Optional.of(
                    "the option " + name + " has no effect on notifications: expected " + REPLACED.get(name));
        }
        if (isOption(name, options)) {
            return Optional.empty();
        }
        Optional<String> meant = nearest(name, options.propertyNames()).map(known -> ", did you mean " + known + "?");
        return own
                ? Optional.of("the option " + name + " has no effect, because the component http has none of that name"
                        + meant.orElse(": expected one that it has"))
                : meant.map(known -> "there is no option " + name + ", so it is a part of the query" + known);
    }

    private static boolean isOption(String name, EndpointUriFactory options) {
        return options.propertyNames().contains(name)
                || REPLACED.containsKey(name)
                || options.multiValuePrefixes().values().stream().anyMatch(name::startsWith);
    }

    private static Optional<String> nearest(String name, Set<String> known) {
        return Stream.concat(known.stream(), REPLACED.keySet().stream())
                .filter(option -> name.length() >= LEAST_LENGTH && distance(option, name) <= MOST_TYPING_ERRORS)
                .min(Comparator.comparing((String option) -> distance(option, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String one, String other) {
        return LevenshteinDistance.getDefaultInstance()
                .apply(one.toLowerCase(Locale.ROOT), other.replace("-", "").toLowerCase(Locale.ROOT));
    }
}
