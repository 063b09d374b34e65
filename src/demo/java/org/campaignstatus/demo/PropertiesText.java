package org.campaignstatus.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a properties file, whose values can be set without losing its comments. Immutable. */
record PropertiesText(String text) {

    static PropertiesText of(Path file) throws IOException {
        return new PropertiesText(Files.readString(file));
    }

    /** @return the text with the value in the place of the key, even of one that is commented out; else at the end */
    PropertiesText with(String key, Object value) {
        String line = key + " = " + value;
        for (String before : new String[] {"", "# "}) {
            Matcher place = Pattern.compile("(?m)^" + before + Pattern.quote(key) + " *=.*$")
                    .matcher(text);
            if (place.find()) {
                return new PropertiesText(place.replaceFirst(Matcher.quoteReplacement(line)));
            }
        }
        return new PropertiesText(text + line + "\n");
    }
}
