package org.campaignstatus.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The application.properties that is shipped, edited as an operator does. */
public final class ShippedSettings {

    private ShippedSettings() {}

    /** @return the text of the file with these keys and values in place of those that it has */
    public static String with(Map<String, String> settings) {
        try {
            return Files.readAllLines(Path.of("application.properties")).stream()
                            .filter(line -> settings.keySet().stream().noneMatch(key -> line.startsWith(key + " =")))
                            .collect(Collectors.joining("\n", "", "\n"))
                    + settings.entrySet().stream()
                            .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
                            .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
