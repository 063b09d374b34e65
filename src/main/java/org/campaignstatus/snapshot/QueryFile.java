package org.campaignstatus.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.campaignstatus.settings.ReloadableFile;

/** The query, of which an edit applies as {@link ReloadableFile} says. Nothing is read before it is asked for. Thread-safe. */
public final class QueryFile implements Supplier<String> {

    private static final Pattern COMMENT = Pattern.compile("--.*|(?s:/\\*.*?\\*/)");

    private final Path path;
    private ReloadableFile<String> file;

    public QueryFile(Path path) {
        this.path = path;
    }

    /** @throws org.campaignstatus.settings.InvalidSettingException if there has been no good version yet */
    @Override
    public synchronized String get() {
        if (file == null) {
            file = new ReloadableFile<>(path, QueryFile::read);
        }
        return file.get();
    }

    /** @return why the file as it is now is not in force, in one line; empty if it is, or was never asked for */
    public synchronized Optional<String> rejection() {
        return Optional.ofNullable(file).flatMap(ReloadableFile::rejection);
    }

    /** @return the query without a semicolon at its end, which some databases reject */
    static String read(Path path) throws IOException {
        String query = Files.readString(path).strip().replaceFirst(";$", "");
        if (COMMENT.matcher(query).replaceAll("").isBlank()) {
            throw new IOException("empty: expected one SELECT");
        }
        return query;
    }
}
