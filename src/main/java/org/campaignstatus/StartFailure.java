package org.campaignstatus;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.xml.io.XmlPullParserLocationException;
import org.campaignstatus.settings.FileProblem;
import org.campaignstatus.settings.Overrides;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong at the start into one line for the operator. */
public final class StartFailure {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    private static final Pattern USER_INFO = Pattern.compile("(://)[^\\s/?#]*@");
    private static final Pattern OPTION =
            Pattern.compile("(?i)(\\b[\\w.-]*(?:pass|pw|secr|token|cred|key)[\\w.-]*=)[^&,;}\\])\\s]+");

    private StartFailure() {}

    /**
     * @param failure why the program did not start
     * @return everything that is wrong, a line each: what {@code --check} finds, and the failure itself if that is not in it
     */
    static List<String> lines(Throwable failure) {
        String own = line(failure);
        List<String> lines = new ArrayList<>();
        try {
            lines.addAll(Check.problems(new Overrides()));
        } catch (Exception e) {
            LOG.debug("What is wrong cannot be looked at", e);
        }
        boolean told = failure instanceof CannotStartException
                ? lines.stream().anyMatch(line -> line.endsWith(own))
                : !lines.isEmpty();
        if (!told) {
            lines.add(own);
        }
        return lines;
    }

    /** @return what is wrong, and where; without the value of a property or of an option that may be a secret */
    public static String line(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
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
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        Optional<String> file = FileProblem.of(cause);
        if (file.isPresent()) {
            return file.get();
        }
        if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
            return "the class " + String.valueOf(cause.getMessage()).replace('/', '.')
                    + " is missing on the class path";
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
