package org.campaignstatus.settings;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The values of every {@link Keys key of ours}, valid as a whole. Immutable and thread-safe.
 */
public final class Settings {

    private final Map<Key<?>, Object> values;
    private final Map<String, String> others;

    private Settings(Map<Key<?>, Object> values, Map<String, String> others) {
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

    /**
     * @return everything that would make {@link #read} refuse the file or what counts instead of it, a line each
     * @throws IOException if the file cannot be read
     */
    public static List<String> problems(Path file, UnaryOperator<String> overrides) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Properties properties = new Properties();
        properties.load(new StringReader(String.join("\n", lines)));
        List<String> problems = new ArrayList<>();
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            note(problems, () -> Keys.named(name, place(file, lines, name)));
        }
        for (Key<?> key : Keys.all()) {
            String override = overrides.apply(key.name());
            String text = override != null ? override : properties.getProperty(key.name(), key.defaultText());
            String source =
                    override != null ? "system property or environment variable" : place(file, lines, key.name());
            note(problems, () -> key.parse(text, source));
        }
        return problems;
    }

    private static void note(List<String> problems, Runnable reading) {
        try {
            reading.run();
        } catch (InvalidSettingException e) {
            problems.add(e.getMessage());
        }
    }

    /** The line that counts is the last one that begins with the key. */
    private static String place(Path file, List<String> lines, String name) {
        for (int line = lines.size(); line > 0; line--) {
            if (lines.get(line - 1).matches("\\s*" + Pattern.quote(name) + "\\s*([=:\\s].*)?")) {
                return file + ", line " + line;
            }
        }
        return file.toString();
    }

    @SuppressWarnings("unchecked") // a key's own parser made its value
    public <T> T get(Key<T> key) {
        return (T) values.get(key);
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
