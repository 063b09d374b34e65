package org.campaignstatus.settings;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One key of application.properties.
 *
 * @param defaultText the default, as the operator would write it; empty for none
 * @param allowed the allowed values, for a message that rejects one
 * @param parser of the trimmed text; throws any RuntimeException for a value that is not allowed
 * @param secret whether no message may repeat the value
 */
public record Setting<T>(String name, String defaultText, String allowed, Function<String, T> parser, boolean secret) {

    public Setting(String name, String defaultText, String allowed, Function<String, T> parser) {
        this(name, defaultText, allowed, parser, false);
    }

    /**
     * @param source the place of the text, for the message
     * @throws InvalidSettingException if it is not allowed
     */
    public T parse(String text, String source) {
        try {
            return parser.apply(text.strip());
        } catch (InvalidSettingException e) {
            throw new InvalidSettingException("%s: %s: %s".formatted(source, name, e.getMessage()));
        } catch (RuntimeException e) {
            throw new InvalidSettingException(
                    "%s: %s is '%s', allowed is %s".formatted(source, name, shown(text), allowed));
        }
    }

    /** @return the text without secrets, also those that may be in a URI */
    public String shown(String text) {
        if (secret || name.endsWith("password")) {
            return "***";
        }
        return text.replaceFirst("(?s)^(\\W?(?:[A-Za-z][A-Za-z0-9+.:-]*:)?//)?.*@", "$1***@")
                .replaceFirst("(?s)([?;]).*", "$1***");
    }

    public static String names(Collection<? extends Setting<?>> keys) {
        return keys.stream().map(Setting::name).collect(Collectors.joining(", "));
    }

    /** By the name, which is unique; a record would compare all components, and each notification looks up a dozen settings. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Setting<?> setting && setting.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
