package org.campaignstatus.database;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections to the database of the state. Made from properties, so that another data source can replace it. The
 * file of an SQLite database is opened by one connection, and by one process at a time.
 */
public final class StateDataSource extends HikariDataSource {

    static final String SQLITE = "jdbc:sqlite:";

    private static final Logger LOG = LoggerFactory.getLogger(StateDataSource.class);

    /** In milliseconds. */
    private static final int TIMEOUT = 2_000;

    /** In milliseconds: a file that answers late is not down, but this machine is busy. */
    private static final int FILE_TIMEOUT = 60_000;

    /**
     * A commit survives a kill of the process; nobody else opens the file. The log may grow to 40 MB before a checkpoint,
     * because pages that many events change are then written once. The driver would query the keys of each row that is added.
     */
    private static final Map<String, String> PRAGMAS = Map.of(
            "journal_mode", "WAL",
            "wal_autocheckpoint", "10000",
            "synchronous", "NORMAL",
            "locking_mode", "EXCLUSIVE",
            "jdbc.get_generated_keys", "false",
            "busy_timeout", Integer.toString(TIMEOUT / 2));

    public StateDataSource() {
        setPoolName("state");
        setAutoCommit(false);
        setConnectionTimeout(TIMEOUT);
        setValidationTimeout(TIMEOUT / 2);
        setInitializationFailTimeout(-1);
        setMinimumIdle(1);
    }

    /** @param url a JDBC URL; a pragma of SQLite in it overrides ours */
    public void setUrl(String url) {
        setJdbcUrl(url);
        setDataSource(new DriverConnections(url, getDataSourceProperties()));
        if (url.startsWith(SQLITE)) {
            setMaximumPoolSize(1);
            setMaxLifetime(0);
            setConnectionTimeout(FILE_TIMEOUT);
            setInitializationFailTimeout(1);
            PRAGMAS.forEach((pragma, value) -> {
                if (!url.contains(pragma + "=")) {
                    addDataSourceProperty(pragma, value);
                }
            });
            folder(url).ifPresent(StateDataSource::createFolder);
        } else {
            addDataSourceProperty("ApplicationName", "campaign-group-status");
            addDataSourceProperty("tcpKeepAlive", "true");
            // the locks of a machine that is gone without a word end after half a minute, not after two hours
            setConnectionInitSql(
                    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4");
        }
    }

    /** @return the file of the database of that URL; empty if it has none */
    static Optional<Path> file(String url) {
        String name = url.startsWith(SQLITE) ? url.substring(SQLITE.length()).replaceFirst("\\?.*", "") : "";
        boolean isPath = !name.isEmpty() && !name.startsWith(":") && !name.startsWith("file:");
        return isPath ? Optional.of(Path.of(name)) : Optional.empty();
    }

    /** @return the folder of that file; empty for the working directory, or if there is no file */
    public static Optional<Path> folder(String url) {
        return file(url).map(Path::getParent);
    }

    /** If it cannot be created, opening the file will say so. */
    private static void createFolder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            LOG.debug("The folder {} cannot be created", folder, e);
        }
    }
}
