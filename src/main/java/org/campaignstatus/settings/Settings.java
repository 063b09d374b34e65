package org.campaignstatus.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One version of application.properties: the value of every {@link SettingKeys key of ours}, valid as a whole, and the texts
 * of all other keys. Immutable and thread-safe.
 */
public final class Settings {

    private final Map<Setting<?>, Object> values;
    private final Map<String, String> texts;
    private final Map<String, String> others;
    private final Set<String> names;
    private final Map<String, String> places;

    Settings(
            Map<Setting<?>, Object> values,
            Map<String, String> texts,
            Map<String, String> others,
            Set<String> names,
            Map<String, String> places) {
        this.values = Map.copyOf(values);
        this.texts = Map.copyOf(texts);
        this.others = Map.copyOf(others);
        this.names = Set.copyOf(names);
        this.places = Map.copyOf(places);
    }

    /**
     * @param file application.properties; may be missing, then every key has its default
     * @param overrides from the name of a key to the text that overrides the file's, or null
     * @throws InvalidSettingException for an unknown key or a value that is not allowed
     * @throws IOException if the file cannot be read
     */
    public static Settings read(Path file, UnaryOperator<String> overrides) throws IOException {
        SettingsReview review = new SettingsReview(file, overrides);
        review.problems().stream().findFirst().ifPresent(problem -> {
            throw new InvalidSettingException(problem);
        });
        return review.usable();
    }

    @SuppressWarnings("unchecked") // a key's own parser made its value
    public <T> T get(Setting<T> key) {
        T value = (T) values.get(key);
        if (value == null) {
            throw new UnusableSettingException(key);
        }
        return value;
    }

    /** @return the text of each key of ours, by name, with overrides and placeholders resolved */
    public Map<String, String> texts() {
        return texts;
    }

    /** @return where the value of a key comes from: a line of a file, an override, or the default */
    public String place(Setting<?> key) {
        return places.getOrDefault(key.name(), "default");
    }

    /** @return the texts in the file of keys that are not ours: Camel's, and those of the site's routes; by name */
    public Map<String, String> others() {
        return others;
    }

    /** @return the secrets that stand in files of their own */
    public Stream<Secret<?>> secretFiles() {
        return Secret.inFiles(values.values());
    }

    public Settings without(Set<String> otherNames) {
        Map<String, String> rest = new HashMap<>(others);
        rest.keySet().removeAll(otherNames);
        return new Settings(values, texts, rest, names, places);
    }

    /** @return the names of the keys, ours and others, whose value has changed; sorted */
    public List<String> changedSince(Settings before) {
        Stream<String> ours = SettingKeys.all().stream()
                .filter(key -> !get(key).equals(before.get(key)))
                .map(Setting::name);
        Stream<String> theirs = Stream.concat(others.keySet().stream(), before.others.keySet().stream())
                .filter(name -> !Objects.equals(others.get(name), before.others.get(name)));
        return Stream.concat(ours, theirs).distinct().sorted().toList();
    }

    /** @return the names of the keys that are no longer in the file; sorted */
    public List<String> removedSince(Settings before) {
        Set<String> removed = new TreeSet<>(before.names);
        removed.removeAll(names);
        return List.copyOf(removed);
    }
}
