package org.campaignstatus.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.campaignstatus.util.FileVersion;

/**
 * The file of an SQLite database. SQLite does not notice when the file is deleted or replaced: it goes on with the one that
 * it has open, which is gone when the process ends. Not thread-safe.
 */
final class DatabaseFile {

    private final Path path;
    private FileVersion opened;

    enum Finding {
        SAME_FILE,
        NO_FILE,
        OTHER_FILE
    }

    private DatabaseFile(Path path) {
        this.path = path;
    }

    static Optional<DatabaseFile> of(String url) {
        return StateDataSource.file(url).map(DatabaseFile::new);
    }

    Path path() {
        return path;
    }

    void noteOpened() {
        opened = version();
    }

    Finding look() {
        if (opened == null) {
            return Finding.SAME_FILE;
        }
        FileVersion now = version();
        return now == null ? Finding.NO_FILE : now.isSameFile(opened) ? Finding.SAME_FILE : Finding.OTHER_FILE;
    }

    /** @return null if there is no file */
    private FileVersion version() {
        try {
            return FileVersion.of(path);
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
