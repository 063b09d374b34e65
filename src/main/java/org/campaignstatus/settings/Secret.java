package org.campaignstatus.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a key says that nobody must read in a log: written behind the key, or in a file of its own, as containers hand in
 * secrets. An edit of that file applies as {@link ReloadableFile} says; a broken one is rejected, and the last good value stays in
 * force. Immutable but for that, and thread-safe.
 *
 * @param <T> what the text means
 */
public final class Secret<T> implements Supplier<T> {

    /** What a value begins with that names a file. */
    private static final String FILE = "file:";

    private static final int MAX_BYTES = 64 * 1024;

    private final String text;
    private final Supplier<T> value;

    private Secret(String text, Supplier<T> value) {
        this.text = text;
        this.value = value;
    }

    /**
     * @param text the value itself, or {@code file:} and the path of a file that holds it
     * @param allowed what is allowed, for the message that rejects what stands in the file
     * @throws InvalidSettingException if the file cannot be read or does not hold what is allowed; names the file
     * @throws RuntimeException if the text is not allowed
     */
    static <T> Secret<T> parse(String text, String allowed, Function<String, T> parser) {
        if (!text.startsWith(FILE)) {
            T value = parser.apply(text);
            return new Secret<>(text, () -> value);
        }
        Path file = Path.of(text.substring(FILE.length()).strip());
        return new Secret<>(text, new ReloadableFile<>(file, path -> read(path, allowed, parser))::get);
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
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new IOException("not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("longer than " + MAX_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("not UTF-8");
        }
    }

    /** @return the value that is in force now */
    @Override
    public T get() {
        return value.get();
    }

    /** @return whether there is a value at all */
    public boolean isSet() {
        return !text.isEmpty();
    }

    /** @return whether the other one was written in the same way */
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
