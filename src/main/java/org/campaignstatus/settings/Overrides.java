package org.campaignstatus.settings;

import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What counts instead of a value in application.properties: a system property of the key's name, else an environment
 * variable of that name in upper case with underscores. The same order as Camel has for its own keys.
 */
public final class Overrides implements UnaryOperator<String> {

    @Override
    public String apply(String name) {
        String property = System.getProperty(name);
        return property != null ? property : System.getenv(variable(name));
    }

    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** @throws InvalidSettingException if a system property looks like a key of ours but is none */
    public void check() {
        System.getProperties().stringPropertyNames().forEach(name -> Keys.named(name, "-D" + name));
    }
}
