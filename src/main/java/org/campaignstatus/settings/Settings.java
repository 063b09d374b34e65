package org.campaignstatus.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * The values of every {@link Keys key of ours}, valid as a whole. Immutable and thread-safe.
 */
public final class Settings {

    private final Map<Key<?>, Object> values;

    private Settings(Map<Key<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * @param file application.properties; may be missing, then every key has its default
     * @param overrides from the name of a key to the text that counts instead of the file's, or null
     * @throws InvalidSettingException for an unknown key or a value that is not allowed
     * @throws IOException if the file cannot be read
     */
    public static Settings read(Path file, UnaryOperator<String> overrides) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        for (String name : properties.stringPropertyNames()) {
            Keys.named(name, file.toString());
        }
        Map<Key<?>, Object> values = new HashMap<>();
        for (Key<?> key : Keys.all()) {
            String override = overrides.apply(key.name());
            values.put(
                    key,
                    override != null
                            ? key.parse(override, "override")
                            : key.parse(properties.getProperty(key.name(), key.defaultText()), file.toString()));
        }
        return new Settings(values);
    }

    @SuppressWarnings("unchecked") // a key's own parser made its value
    public <T> T get(Key<T> key) {
        return (T) values.get(key);
    }
}
