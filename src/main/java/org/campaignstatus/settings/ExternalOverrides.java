package org.campaignstatus.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The override of a value in application.properties: a system property of the key's name, else an environment variable of
 * that name in upper case with underscores. Camel has the same order for its own keys.
 */
public final class ExternalOverrides implements UnaryOperator<String> {

    /** Not ours alone: set for all programs of a machine, and by some Web servers to a header of the request (httpoxy). */
    private static final String SHARED = "HTTP_PROXY";

    @Override
    public String apply(String name) {
        if (name.isEmpty()) {
            return null;
        }
        String property = System.getProperty(name);
        String variable = variable(name);
        return property != null || !isOurs(variable) ? property : System.getenv(variable);
    }

    static boolean isOurs(String variable) {
        return !variable.equals(SHARED);
    }

    /** @return the environment variable that overrides the key of that name */
    public static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** @throws InvalidSettingException if a system property looks like a key of ours but is none */
    public void check() {
        problems().stream().findFirst().ifPresent(problem -> {
            throw new InvalidSettingException(problem);
        });
    }

    /** @return every problem for which {@link #check} would throw, a line each */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String name : new TreeSet<>(System.getProperties().stringPropertyNames())) {
            try {
                SettingKeys.named(name, "-D" + name);
            } catch (InvalidSettingException e) {
                problems.add(e.getMessage());
            }
        }
        return problems;
    }
}
