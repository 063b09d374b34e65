package org.campaignstatus.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What is wrong with settings, and what can be used of them all the same. */
public final class SettingsReview {

    private static final String OVERRIDE = "system property or environment variable";

    private final Path file;
    private final UnaryOperator<String> overrides;
    private final List<String> lines;
    private final Properties properties = new Properties();
    private final List<String> problems = new ArrayList<>();
    private final Map<Key<?>, Object> values = new HashMap<>();
    private final List<Key<?>> wrong = new ArrayList<>();

    private SettingsReview(Path file, UnaryOperator<String> overrides) throws IOException {
        this.file = file;
        this.overrides = overrides;
        lines = Files.readAllLines(file);
        properties.load(new StringReader(String.join("\n", lines)));
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            try {
                Keys.named(name, place(name));
            } catch (InvalidSettingException e) {
                problems.add(e.getMessage());
            }
        }
        Keys.all().forEach(this::read);
    }

    /**
     * @param file application.properties
     * @param overrides from the name of a key to the text that counts instead of the file's, or null
     * @throws IOException if the file cannot be read
     */
    public static SettingsReview of(Path file, UnaryOperator<String> overrides) throws IOException {
        return new SettingsReview(file, overrides);
    }

    private void read(Key<?> key) {
        try {
            values.put(key, key.parse(text(key), isOverridden(key) ? OVERRIDE : place(key.name())));
        } catch (InvalidSettingException e) {
            problems.add(e.getMessage());
            wrong.add(key);
        }
    }

    private boolean isOverridden(Key<?> key) {
        return overrides.apply(key.name()) != null;
    }

    private String text(Key<?> key) {
        String override = overrides.apply(key.name());
        return override != null ? override : properties.getProperty(key.name(), key.defaultText());
    }

    /** The line that counts is the last one that begins with the key. */
    private String place(String name) {
        for (int line = lines.size(); line > 0; line--) {
            if (lines.get(line - 1).matches("\\s*" + Pattern.quote(name) + "\\s*([=:\\s].*)?")) {
                return file + ", line " + line;
            }
        }
        return file.toString();
    }

    /** @return everything that would make {@link Settings#read} refuse them, a line each */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** @return the settings without the keys that are wrong: who asks for one of these gets an {@link UnusableSettingException} */
    public Settings usable() {
        return new Settings(values, Map.of());
    }

    /** @return the keys that are wrong in the file; the default of each can stand in where any value would do */
    public List<Key<?>> wrongInFile() {
        return wrong.stream().filter(key -> !isOverridden(key)).toList();
    }

    /** @return the keys that are wrong outside the file, where nothing can stand in for them */
    public List<Key<?>> wrongOutsideFile() {
        return wrong.stream().filter(this::isOverridden).toList();
    }

    /** @return the text that counts for the key of that name, its default if that text is wrong; null if it is none of ours */
    public String textOrDefault(String name) {
        return Keys.all().stream()
                .filter(key -> key.name().equals(name))
                .map(key -> wrong.contains(key) ? key.defaultText() : text(key))
                .findFirst()
                .orElse(null);
    }
}
