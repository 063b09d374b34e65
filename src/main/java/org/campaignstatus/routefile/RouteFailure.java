package org.campaignstatus.routefile;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.xml.io.XmlPullParserLocationException;
import org.apache.commons.lang3.ObjectUtils;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Why Camel does not take a route, for the one who wrote it.
 *
 * @param text what is wrong, and what was expected, in one line
 * @param culprits the words in the file that it is about, the likeliest first; none if they are not known
 * @param isPlaced whether the text says where it is already
 */
public record RouteFailure(String text, List<String> culprits, boolean isPlaced) {

    private static final Pattern UNKNOWN_OPTIONS = Pattern.compile("(?s).*Unknown parameters=\\[\\{(.*)}]");
    private static final Pattern UNKNOWN_COMPONENT =
            Pattern.compile("(?s).*(?:No component found with scheme: |No endpoint could be found for: )([\\w.+-]+).*");
    private static final Pattern UNKNOWN_LANGUAGE =
            Pattern.compile("(?s).*No language could be found for: ([\\w.+-]+).*");
    private static final Pattern UNKNOWN_DATA_FORMAT =
            Pattern.compile("(?s).*(?:Data format '(\\w+)' could not be created"
                    + "|Cannot find data format (?:in registry with ref|with name): (\\w+)).*");
    private static final Pattern MISSING_KEY = Pattern.compile("(?s).*Property with key \\[([^]]*)].*");
    private static final Pattern DUPLICATE = Pattern.compile("(?s).*Duplicate id detected: (\\S+)\\. .*");
    private static final Pattern METHOD = Pattern.compile("(?s).*Method with name: (\\S+) not found on bean: .*");

    public static RouteFailure of(Throwable failure, CamelContext context) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof XmlPullParserLocationException) {
                return new RouteFailure(FailureMessage.line(failure), List.of(), true);
            }
            if (cause instanceof NoSuchBeanException bean) {
                return bean(bean.getName(), context);
            }
            if (cause instanceof SimpleIllegalSyntaxException simple) {
                String said = simple.getMessage().lines().findFirst().orElse("");
                return new RouteFailure(
                        "wrong Simple expression: " + said, List.of(firstLine(simple.getExpression())), false);
            }
        }
        return byMessage(failure);
    }

    private static RouteFailure bean(String name, CamelContext context) {
        Set<String> names =
                context.getRegistry().findByTypeWithName(Object.class).keySet();
        String nearest = names.stream()
                .min(Comparator.comparing(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, name)))
                .orElse("");
        return new RouteFailure(
                "there is no bean " + name + ", did you mean " + nearest + "?",
                List.of("\"" + name + "\"", "#" + name, name),
                false);
    }

    private static RouteFailure byMessage(Throwable failure) {
        String uri = uri(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            RouteFailure known = known(String.valueOf(cause.getMessage()), uri);
            if (known != null) {
                return known;
            }
        }
        return new RouteFailure(FailureMessage.line(failure), List.of(uri), false);
    }

    /** The endpoint that could not be made, without its options; what Camel says of it is repeated by what comes around it. */
    private static String uri(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ResolveEndpointFailedException endpoint) {
                return endpoint.getUri().replaceFirst("\\?.*", "").replaceFirst("^(\\w+)://", "$1:");
            }
        }
        return "";
    }

    private static RouteFailure known(String said, String uri) {
        Matcher options = UNKNOWN_OPTIONS.matcher(said);
        if (options.matches()) {
            String names = options.group(1).replaceAll("=[^,]*", "");
            return new RouteFailure(
                    uri + " has no such option: " + names + "; expected one that its component knows",
                    List.of(names.replaceFirst(",.*", "") + "="),
                    false);
        }
        Matcher component = UNKNOWN_COMPONENT.matcher(said);
        if (component.matches()) {
            String scheme = component.group(1);
            return missing("component", scheme, CamelArtifact.ofComponent(scheme), List.of(scheme + ":"));
        }
        Matcher language = UNKNOWN_LANGUAGE.matcher(said);
        if (language.matches()) {
            String name = language.group(1);
            return missing(
                    "language",
                    name,
                    CamelArtifact.ofLanguage(name),
                    List.of("<" + name, "language=\"" + name + "\"", "language:" + name));
        }
        Matcher dataFormat = UNKNOWN_DATA_FORMAT.matcher(said);
        if (dataFormat.matches()) {
            String name = ObjectUtils.firstNonNull(dataFormat.group(1), dataFormat.group(2));
            return missing(
                    "data format",
                    name,
                    CamelArtifact.ofDataFormat(name),
                    List.of("<" + name, "\"" + name + "\"", "dataformat:" + name));
        }
        Matcher key = MISSING_KEY.matcher(said);
        if (key.matches()) {
            return new RouteFailure(
                    "there is no value for {{" + key.group(1) + "}}: expected the key in application.properties",
                    List.of("{{" + key.group(1)),
                    false);
        }
        Matcher id = DUPLICATE.matcher(said);
        if (id.matches()) {
            return new RouteFailure(
                    "the id " + id.group(1) + " stands twice: expected an id that nobody else has",
                    List.of("id=\"" + id.group(1) + "\""),
                    false);
        }
        Matcher method = METHOD.matcher(said);
        if (method.matches()) {
            return new RouteFailure(
                    "the bean has no method " + method.group(1) + ": expected one that it has",
                    List.of(method.group(1)),
                    false);
        }
        return null;
    }

    private static RouteFailure missing(String kind, String name, Optional<String> artifact, List<String> culprits) {
        return new RouteFailure(
                "there is no " + kind + " " + name + " on the class path: "
                        + artifact.map(CamelArtifact::fetch)
                                .orElse("expected one that Camel has, or a jar of it in ext/"),
                culprits,
                false);
    }

    private static String firstLine(String expression) {
        return expression == null ? "" : expression.strip().lines().findFirst().orElse("");
    }
}
