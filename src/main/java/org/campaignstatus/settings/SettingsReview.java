package org.campaignstatus.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All problems of application.properties, and the settings that can be used all the same. */
public final class SettingsReview {

    private static final String OVERRIDE = "system property or environment variable";
    private static final Pattern KEY = Pattern.compile("\\s*([^\\s=:#!]+).*");

    private final Path file;
    private final UnaryOperator<String> overrides;
    private final Placeholders placeholders = new Placeholders(this::written, System::getenv);
    private final Properties properties = new Properties();
    private final Map<String, Integer> lineOf = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> others = new HashMap<>();
    private final List<Setting<?>> wrong = new ArrayList<>();

    /**
     * @param file application.properties; may be missing, then every key has its default
     * @param overrides from the name of a key to the text that overrides the file's, or null
     * @throws IOException if the file cannot be read
     */
    public SettingsReview(Path file, UnaryOperator<String> overrides) throws IOException {
        this.file = file;
        this.overrides = overrides;
        List<String> lines = Files.notExists(file) ? List.of() : Files.readAllLines(file);
        properties.load(new StringReader(String.join("\n", lines)));
        for (int line = 0; line < lines.size(); line++) {
            Matcher key = KEY.matcher(lines.get(line));
            if (key.matches()) {
                lineOf.put(key.group(1), line + 1);
            }
        }
        new TreeSet<>(properties.stringPropertyNames()).forEach(this::name);
        SettingKeys.all().forEach(this::read);
    }

    private void name(String name) {
        try {
            if (SettingKeys.named(name, place(name)).isEmpty()) {
                others.put(name, properties.getProperty(name).strip());
            }
        } catch (InvalidSettingException e) {
            problems.add(e.getMessage());
        }
    }

    private void read(Setting<?> key) {
        String place = place(key.name());
        try {
            String text = resolved(key, place);
            values.put(key, key.parse(text, place));
            texts.put(key.name(), text);
        } catch (InvalidSettingException e) {
            problems.add(e.getMessage());
            wrong.add(key);
        }
    }

    private String resolved(Setting<?> key, String place) {
        try {
            return placeholders.resolve(text(key)).strip();
        } catch (InvalidSettingException e) {
            throw new InvalidSettingException("%s: %s: %s".formatted(place, key, e.getMessage()));
        }
    }

    private String text(Setting<?> key) {
        String override = overrides.apply(key.name());
        return override != null ? override : properties.getProperty(key.name(), key.defaultText());
    }

    /** @return the text of any key, as it was written; null if there is none */
    private String written(String name) {
        Optional<Setting<?>> ours = SettingKeys.all().stream()
                .filter(key -> key.name().equals(name))
                .findFirst();
        if (ours.isPresent()) {
            return text(ours.get());
        }
        String override = overrides.apply(name);
        return override != null ? override : properties.getProperty(name);
    }

    /** @return the place of a key's text; of several lines for one key, the last */
    public String place(String name) {
        if (overrides.apply(name) != null) {
            return OVERRIDE;
        }
        return lineOf.containsKey(name) ? file + ", line " + lineOf.get(name) : file.toString();
    }

    private Map<String, String> places() {
        Map<String, String> places = new HashMap<>();
        for (Setting<?> key : SettingKeys.all()) {
            if (overrides.apply(key.name()) != null || lineOf.containsKey(key.name())) {
                places.put(key.name(), place(key.name()));
            }
        }
        return places;
    }

    public boolean isWrong(Setting<?> key) {
        return wrong.contains(key);
    }

    /** @return everything that would make {@link Settings#read} reject them, a line each */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** @return the settings without the invalid keys, for which {@link Settings#get} throws {@link UnusableSettingException} */
    public Settings usable() {
        return new Settings(values, texts, others, properties.stringPropertyNames(), places());
    }

    /**
     * @param instead from the name of a key of ours to the text that replaces its own
     * @return settings for a dry run: each invalid key has its default
     */
    public Settings forTrial(Map<String, String> instead) {
        Map<Setting<?>, Object> all = new HashMap<>(values);
        Map<String, String> said = new HashMap<>(texts);
        for (Setting<?> key : SettingKeys.all()) {
            String text = wrong.contains(key) ? key.defaultText() : said.get(key.name());
            said.put(key.name(), instead.getOrDefault(key.name(), text));
            if (wrong.contains(key) || instead.containsKey(key.name())) {
                all.put(key, key.parse(said.get(key.name()), file.toString()));
            }
        }
        return new Settings(all, said, others, properties.stringPropertyNames(), places());
    }
}
