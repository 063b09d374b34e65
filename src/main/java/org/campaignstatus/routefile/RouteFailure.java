package org.campaignstatus.routefile;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.xml.io.XmlPullParserLocationException;
import org.apache.commons.lang3.exception.ExceptionUtils;
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
    private static final List<Part> PARTS = List.of(
            new Part(
                    "component",
                    "(?:No component found with scheme: |No endpoint could be found for: )([\\w.+-]+)",
                    CamelArtifact::ofComponent,
                    List.of("%s:")),
            new Part(
                    "language",
                    "No language could be found for: ([\\w.+-]+)",
                    CamelArtifact::ofLanguage,
                    List.of("<%s", "language=\"%s\"", "language:%s")),
            new Part(
                    "data format",
                    "(?:Data format '(?=\\w+' could not be created)"
                            + "|Cannot find data format (?:in registry with ref|with name): )(\\w+)",
                    CamelArtifact::ofDataFormat,
                    List.of("<%s", "\"%s\"", "dataformat:%s")));
    private static final Pattern MISSING_KEY = Pattern.compile("(?s).*Property with key \\[([^]]*)].*");
    private static final Pattern DUPLICATE = Pattern.compile("(?s).*Duplicate id detected: (\\S+)\\. .*");
    private static final Pattern METHOD = Pattern.compile("(?s).*Method with name: (\\S+) not found on bean: .*");

    /**
     * A part of Camel that a jar brings.
     *
     * @param artifact from its name to the artifact that brings it, if Camel has one
     * @param written how a file names it, the likeliest first
     */
    private record Part(
            String kind, Pattern unknown, Function<String, Optional<String>> artifact, List<String> written) {

        /** @param message of Camel if it is missing, with its name as group 1 */
        Part(String kind, String message, Function<String, Optional<String>> artifact, List<String> written) {
            this(kind, Pattern.compile("(?s).*" + message + ".*"), artifact, written);
        }

        RouteFailure missing(String name) {
            String expected = artifact.apply(name)
                    .map(CamelArtifact::fetch)
                    .orElse("expected one that Camel has, or a jar of it in ext/");
            return new RouteFailure(
                    "there is no " + kind + " " + name + " on the class path: " + expected,
                    written.stream().map(text -> text.formatted(name)).toList(),
                    false);
        }
    }

    public static RouteFailure of(Throwable failure, CamelContext context) {
        for (Throwable cause : ExceptionUtils.getThrowableList(failure)) {
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

    /** @param kind component, language or data format */
    static RouteFailure missing(String kind, String name) {
        return PARTS.stream()
                .filter(part -> part.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .missing(name);
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
        for (Throwable cause : ExceptionUtils.getThrowableList(failure)) {
            RouteFailure known = known(String.valueOf(cause.getMessage()), uri);
            if (known != null) {
                return known;
            }
        }
        return new RouteFailure(FailureMessage.line(failure), List.of(uri), false);
    }

    /** The endpoint that could not be made, without its options; what Camel says of it is repeated by what comes around it. */
    private static String uri(Throwable failure) {
        ResolveEndpointFailedException endpoint =
                ExceptionUtils.throwableOfType(failure, ResolveEndpointFailedException.class);
        return endpoint == null
                ? ""
                : endpoint.getUri().replaceFirst("\\?.*", "").replaceFirst("^(\\w+)://", "$1:");
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
        for (Part part : PARTS) {
            Matcher unknown = part.unknown().matcher(said);
            if (unknown.matches()) {
                return part.missing(unknown.group(1));
            }
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

    private static String firstLine(String expression) {
        return expression == null ? "" : expression.strip().lines().findFirst().orElse("");
    }
}
