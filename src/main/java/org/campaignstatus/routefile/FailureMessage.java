package org.campaignstatus.routefile;

import jakarta.jms.JMSException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.xml.io.XmlPullParserLocationException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.campaignstatus.settings.FileProblem;

/** Turns what went wrong at the start into one line for the operator. */
public final class FailureMessage {

    private static final Pattern USER_INFO = Pattern.compile("(://)[^\\s/?#]*@");
    private static final Pattern OPTION =
            Pattern.compile("(?i)(\\b[\\w.-]*(?:pass|pw|secr|token|cred|key)[\\w.-]*=)[^&,;}\\])\\s]+");

    private static final Pattern NO_READER = Pattern.compile("Cannot find RoutesBuilderLoader .*: (\\w+)");

    private FailureMessage() {}

    /** @return what is wrong, and where; without the value of a property or of an option that may be a secret */
    public static String line(Throwable failure) {
        for (Throwable cause : ExceptionUtils.getThrowableList(failure)) {
            if (cause instanceof JMSException) {
                return firstLine(cause);
            }
            if (cause instanceof PropertyBindingException binding) {
                return "the property " + binding.getPropertyName() + " of a "
                        + binding.getTarget().getClass().getSimpleName()
                        + " cannot be set to the value that it is given";
            }
            if (cause instanceof FailedToCreateRouteException route) {
                return "route " + route.getRouteId() + ": " + innermost(route);
            }
            if (cause instanceof XmlPullParserLocationException xml) {
                return RouteFile.place(xml.getResource().getLocation(), xml.getLineNumber(), xml.getColumnNumber())
                        + ": " + firstLine(xml);
            }
        }
        return innermost(failure);
    }

    /** The innermost cause says best what is wrong, if not where. */
    private static String innermost(Throwable failure) {
        Throwable cause = ExceptionUtils.getRootCause(failure);
        Optional<String> file = FileProblem.of(cause);
        if (file.isPresent()) {
            return file.get();
        }
        if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
            return "the class " + String.valueOf(cause.getMessage()).replace('/', '.')
                    + " is missing on the class path";
        }
        Matcher noReader = NO_READER.matcher(String.valueOf(cause.getMessage()));
        if (noReader.matches()) {
            String extension = noReader.group(1);
            return "nothing reads route files with the ending ." + extension + ": "
                    + CamelArtifact.fetch("camel-" + extension + "-dsl");
        }
        return cause.getMessage() == null || cause.getMessage().isBlank()
                ? cause.getClass().getSimpleName()
                : firstLine(cause);
    }

    private static String firstLine(Throwable cause) {
        String line = cause.getMessage().lines().findFirst().orElse("");
        return OPTION.matcher(USER_INFO.matcher(line).replaceAll("$1***@")).replaceAll("$1***");
    }
}
