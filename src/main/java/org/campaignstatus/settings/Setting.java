package org.campaignstatus.settings;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One key of application.properties: its name, its default and what it may hold.
 *
 * @param <T> what the value means
 * @param name the name, as the operator writes it
 * @param defaultText the value that counts when the key is left out, as the operator would write it; empty for none
 * @param allowed what is allowed, in the words of a message that rejects a value
 * @param parser from the trimmed text to its meaning; throws any RuntimeException for what is not allowed
 * @param secret whether no message may repeat the value
 */
public record Setting<T>(String name, String defaultText, String allowed, Function<String, T> parser, boolean secret) {

    /** A key whose value anybody may read. */
    public Setting(String name, String defaultText, String allowed, Function<String, T> parser) {
        this(name, defaultText, allowed, parser, false);
    }

    /**
     * @param source where the text was written, for the message
     * @return what the text means for this key
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

    /** A secret or a password is not repeated in a message, and neither is what may be a secret in a URI. */
    public String shown(String text) {
        if (secret || name.endsWith("password")) {
            return "***";
        }
        return text.matches("(?s)[A-Za-z][A-Za-z0-9+.-]+:.*/.*")
                ? text.replaceFirst("(?s)([?;]).*", "$1***")
                        .replaceFirst("(?s)^([A-Za-z][A-Za-z0-9+.:-]+:(//)?).*@", "$1***@")
                : text;
    }

    /** @return the names of keys, for a message */
    public static String names(Collection<? extends Setting<?>> keys) {
        return keys.stream().map(Setting::name).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name;
    }
}
