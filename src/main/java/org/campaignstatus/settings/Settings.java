package org.campaignstatus.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The values of every {@link Keys key of ours}, valid as a whole. Immutable and thread-safe.
 */
public final class Settings {

    private final Map<Key<?>, Object> values;
    private final Map<String, String> others;

    Settings(Map<Key<?>, Object> values, Map<String, String> others) {
        this.values = Map.copyOf(values);
        this.others = Map.copyOf(others);
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
        Map<String, String> others = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (Keys.named(name, file.toString()).isEmpty()) {
                others.put(name, properties.getProperty(name).strip());
            }
        }
        Map<Key<?>, Object> values = new HashMap<>();
        for (Key<?> key : Keys.all()) {
            String override = overrides.apply(key.name());
            values.put(
                    key,
                    override != null
                            ? key.parse(override, "system property or environment variable")
                            : key.parse(properties.getProperty(key.name(), key.defaultText()), file.toString()));
        }
        return new Settings(values, others);
    }

    @SuppressWarnings("unchecked") // a key's own parser made its value
    public <T> T get(Key<T> key) {
        T value = (T) values.get(key);
        if (value == null) {
            throw new UnusableSettingException(key);
        }
        return value;
    }

    /** @return the names of the keys, ours and those of others, that say something else than before; sorted */
    public List<String> changedSince(Settings before) {
        Stream<String> ours = Keys.all().stream()
                .filter(key -> !get(key).equals(before.get(key)))
                .map(Key::name);
        Stream<String> theirs = Stream.concat(others.keySet().stream(), before.others.keySet().stream())
                .filter(name -> !Objects.equals(others.get(name), before.others.get(name)));
        return Stream.concat(ours, theirs).distinct().sorted().toList();
    }
}
