package org.campaignstatus.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A value that must not be logged: written behind the key, or in a file of its own, as containers hand in secrets. That file
 * is reloaded as {@link ReloadableFile} says. Immutable but for that, and thread-safe.
 */
public final class Secret<T> implements Supplier<T> {

    private static final String FILE = "file:";

    private static final int MAX_BYTES = 64 * 1024;

    private final String text;
    private final Supplier<T> value;
    private final Supplier<Optional<String>> rejection;

    private Secret(String text, Supplier<T> value, Supplier<Optional<String>> rejection) {
        this.text = text;
        this.value = value;
        this.rejection = rejection;
    }

    /**
     * @param text the value itself, or {@code file:} and the path of a file that holds it
     * @param allowed the values that are allowed, for the message that rejects the file
     * @throws InvalidSettingException if the file cannot be read or its value is not allowed; names the file
     * @throws RuntimeException if the text is not allowed
     */
    static <T> Secret<T> parse(String text, String allowed, Function<String, T> parser) {
        if (!text.startsWith(FILE)) {
            T value = parser.apply(text);
            return new Secret<>(text, () -> value, Optional::empty);
        }
        Path path = Path.of(text.substring(FILE.length()).strip());
        ReloadableFile<T> file = new ReloadableFile<>(path, it -> read(it, allowed, parser));
        return new Secret<>(text, file::get, file::rejection);
    }

    private static <T> T read(Path file, String allowed, Function<String, T> parser) throws IOException {
        String text = text(file).strip();
        try {
            if (text.isEmpty()) {
                throw new IllegalArgumentException();
            }
            return parser.apply(text);
        } catch (RuntimeException e) {
            throw new InvalidSettingException(file + " does not hold what is allowed: " + allowed);
        }
    }

    private static String text(Path file) throws IOException {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
        if (!is.isRegularFile()) {
            throw new IOException("not a file");
        }
        if (is.size() > MAX_BYTES) {
            throw new IOException("longer than " + MAX_BYTES + " bytes");
        }
        return Files.readString(file);
    }

    /** @return those of the values that are secrets in files of their own */
    public static Stream<Secret<?>> inFiles(Collection<Object> values) {
        return values.stream()
                .filter(value -> value instanceof Secret<?> secret && secret.text.startsWith(FILE))
                .map(value -> (Secret<?>) value);
    }

    /** @return why the present version of the file is invalid, in one line; empty if it is in force, or there is no file */
    public Optional<String> rejection() {
        return rejection.get();
    }

    /** @return the value that is in force now */
    @Override
    public T get() {
        return value.get();
    }

    public boolean isSet() {
        return !text.isEmpty();
    }

    /** Compares the settings as they were written, not the contents of files. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret<?> secret && text.equals(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
