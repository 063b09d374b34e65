package org.campaignstatus.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the file of the database was deleted or replaced while it is open. Nothing is stored then, until the file is
 * back. If it does not come back and no other file takes its place, it is written again from what is still open, so that no
 * state is lost and no notification is sent twice. Thread-safe.
 */
final class DeletedDatabaseFile {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.database");

    private static final long TIME_TO_PUT_BACK = TimeUnit.SECONDS.toNanos(30);

    /** A look costs a few microseconds, too many for each of thousands of transactions a second. */
    private static final long LOOK_INTERVAL = TimeUnit.MILLISECONDS.toNanos(10);

    private final DatabaseFile file;
    private final LongSupplier nanoTime;
    private volatile StateUnavailableException problem;
    private volatile long looked;
    private long since;
    private DatabaseFile.Finding found = DatabaseFile.Finding.SAME_FILE;
    private String unwritten = "";

    /** @param file null for a database that has none */
    DeletedDatabaseFile(DatabaseFile file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
    }

    synchronized void noteOpened() {
        if (file != null) {
            file.noteOpened();
        }
    }

    /** @throws StateUnavailableException if the file is not in its place, so that a commit would not survive the process */
    void check() {
        if (file != null && nanoTime.getAsLong() - looked > LOOK_INTERVAL) {
            look();
        }
        StateUnavailableException now = problem;
        if (now != null) {
            throw now;
        }
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem).map(Throwable::getMessage);
    }

    private synchronized void look() {
        looked = nanoTime.getAsLong();
        DatabaseFile.Finding before = found;
        found = file.look();
        if (found != before) {
            changed();
        }
    }

    synchronized boolean isToBeWrittenAgain() {
        if (file == null) {
            return false;
        }
        look();
        return found == DatabaseFile.Finding.NO_FILE && nanoTime.getAsLong() - since > TIME_TO_PUT_BACK;
    }

    synchronized boolean hasNoFile() {
        return file != null && file.look() == DatabaseFile.Finding.NO_FILE;
    }

    private void changed() {
        switch (found) {
            case SAME_FILE -> {
                problem = null;
                LOG.info("The database file {} is back", file.path());
            }
            case NO_FILE -> {
                since = nanoTime.getAsLong();
                lost("the database file " + file.path()
                        + " was deleted or moved: unless it is put back it is written again "
                        + TimeUnit.NANOSECONDS.toSeconds(TIME_TO_PUT_BACK) + " s later, with all state");
            }
            case OTHER_FILE ->
                lost("the database file " + file.path() + " was replaced by another one: restart the program"
                        + " to use that, or move it away to go on with the state that the program has");
        }
    }

    private void lost(String reason) {
        problem = new StateUnavailableException(reason, null);
        LOG.error("Events wait and periodic messages pause: {}", reason);
    }

    /** @param connection commits by itself; it must not be used after that */
    synchronized void writeAgain(Connection connection) throws SQLException, IOException {
        file.writeAgain(connection);
        file.noteOpened();
        found = DatabaseFile.Finding.SAME_FILE;
        problem = null;
        unwritten = "";
        LOG.info("The database file {} was written again, with all state", file.path());
    }

    synchronized void cannotBeWritten(String reason) {
        if (!reason.equals(unwritten)) {
            unwritten = reason;
            lost("the database file " + file.path() + " was deleted, and cannot be written again: " + reason);
        }
    }
}
