package org.campaignstatus.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;

/**
 * The file of an SQLite database. SQLite does not notice when the file is deleted or replaced: it goes on with the one that
 * it has open, which is gone when the process ends. Not thread-safe.
 */
final class DatabaseFile {

    private final Path path;
    private Object opened;

    /** What there is at the path of the file that is open. */
    enum Finding {
        SAME_FILE,
        NO_FILE,
        OTHER_FILE
    }

    private DatabaseFile(Path path) {
        this.path = path;
    }

    /** @return the file of the database of that URL; empty if it has none */
    static Optional<DatabaseFile> of(String url) {
        return StateDataSource.file(url).map(DatabaseFile::new);
    }

    Path path() {
        return path;
    }

    /** Notes which file it is that has been opened. */
    void noteOpened() {
        opened = key();
    }

    Finding look() {
        if (opened == null) {
            return Finding.SAME_FILE;
        }
        Object now = key();
        return now == null ? Finding.NO_FILE : Objects.equals(now, opened) ? Finding.SAME_FILE : Finding.OTHER_FILE;
    }

    /** @return what tells the file from every other one, where the file system has that; null if there is no file */
    private Object key() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.fileKey() == null ? "a file" : attributes.fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Writes the whole database to the path, from the file that is open and has no name any more, and closes that one. The
     * connection must not be used again: another one has to be opened.
     *
     * @param connection commits by itself
     */
    void writeAgain(Connection connection) throws SQLException, IOException {
        Path copy = path.resolveSibling(path.getFileName() + ".new");
        if (path.toAbsolutePath().getParent() != null) {
            Files.createDirectories(path.toAbsolutePath().getParent());
        }
        Files.deleteIfExists(copy);
        try (Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + copy.toString().replace("'", "''") + "'");
        }
        Files.move(copy, path, StandardCopyOption.ATOMIC_MOVE);
        // closing deletes the log of the old file by its name, so it has to come before the new file has a log
        connection.unwrap(Connection.class).close();
    }
}
