package org.campaignstatus.settings;

import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves {@code {{env:VARIABLE}}}, {@code {{sys:property}}} and {@code {{key}}}, each with a default behind a further
 * colon, as Camel does in its own keys. Placeholders in variables and system properties are not resolved.
 *
 * @param keys from the name of a key to its text, or null
 */
record Placeholders(UnaryOperator<String> keys, UnaryOperator<String> environment) {

    private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\\\)\\{\\{([^{}\\\\]+)}}");

    /** As in Camel, a backslash escapes braces. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\(?=\\{\\{|}})");

    private static final int MAX_DEPTH = 8;

    /** @throws InvalidSettingException if there is no value for a placeholder; the message repeats nothing of the text */
    String resolve(String text) {
        return resolve(text, 0);
    }

    private String resolve(String text, int depth) {
        if (!text.contains("{{") && !text.contains("}}")) {
            return text;
        }
        if (depth > MAX_DEPTH) {
            throw new InvalidSettingException("a placeholder {{…}} leads back to itself");
        }
        StringBuilder resolved = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        int end = 0;
        while (placeholder.find()) {
            resolved.append(unescaped(text.substring(end, placeholder.start())));
            resolved.append(value(placeholder.toMatchResult(), depth));
            end = placeholder.end();
        }
        return resolved.append(unescaped(text.substring(end))).toString();
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text).replaceAll("");
    }

    private String value(MatchResult placeholder, int depth) {
        String[] words = placeholder.group(1).strip().split(":", 2);
        return switch (words[0]) {
            case "env" -> orDefault(words, environment);
            case "sys" -> orDefault(words, System::getProperty);
            default -> {
                String text = keys.apply(words[0]);
                yield text == null ? orElse(words) : resolve(text.strip(), depth + 1);
            }
        };
    }

    private static String orDefault(String[] function, UnaryOperator<String> lookUp) {
        String[] words = function.length < 2 ? new String[] {""} : function[1].split(":", 2);
        String value = lookUp.apply(words[0]);
        return value == null ? orElse(words) : value;
    }

    private static String orElse(String[] words) {
        if (words.length < 2) {
            throw new InvalidSettingException(
                    "it holds a placeholder {{…}} that has no value: expected {{env:VARIABLE}},"
                            + " {{sys:property}} or {{key}} with one; braces that are meant as they are follow a backslash, \\\\{{");
        }
        return words[1];
    }
}
