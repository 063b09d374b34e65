package org.campaignstatus;

import jakarta.jms.JMSException;
import java.nio.file.NoSuchFileException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.xml.io.XmlPullParserLocationException;

/** Turns what went wrong at the start into one line for the operator. */
public final class StartFailure {

    private StartFailure() {}

    /** @return what is wrong, and where */
    public static String line(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JMSException || cause instanceof PropertyBindingException) {
                return firstLine(cause);
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
        if (cause instanceof NoSuchFileException) {
            return cause.getMessage() + " is missing";
        }
        if (cause instanceof ClassNotFoundException) {
            return "the class " + cause.getMessage() + " is missing on the class path";
        }
        return cause.getMessage() == null || cause.getMessage().isBlank()
                ? cause.getClass().getSimpleName()
                : firstLine(cause);
    }

    private static String firstLine(Throwable cause) {
        return cause.getMessage().lines().findFirst().orElse("");
    }
}
