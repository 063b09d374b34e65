package org.campaignstatus.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.Source;
import org.campaignstatus.util.FileVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of an inbox from its reading to its archiving. One thread iterates over the records, any may accept or reject
 * them, and one finishes the file after that.
 */
public final class InboxFile implements Iterable<Input> {

    private static final Logger LOG = LoggerFactory.getLogger(InboxFile.class);

    private final Path file;
    private final ReadFilesJournal begun;

    /** The version that is being read; null before that. */
    private FileVersion version;

    private Path target;
    private RejectedRecords rejects;
    private Path quarantined;
    private boolean readToEnd;
    private int records;
    private int rejected;
    private final AtomicInteger accepted = new AtomicInteger();
    private boolean unusable;
    private IOException failure;

    InboxFile(Path file, ReadFilesJournal begun) {
        this.file = file;
        this.begun = begun;
    }

    InboxFile(Path file) {
        this(file, new ReadFilesJournal(file.getParent()));
    }

    /** @return the records; a file that cannot be used as a whole has one, whose {@link Input#text} throws the reason */
    @Override
    public Iterator<Input> iterator() {
        Iterator<InputRecord> source = source();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                boolean more = source.hasNext();
                readToEnd |= !more;
                return more;
            }

            @Override
            public Input next() {
                records++;
                return new FileRecord(
                        source.next(),
                        () -> begun.idPrefix(file, version),
                        InboxWriter.hasWritten(file) ? Source.HTTP : Source.FILE);
            }
        };
    }

    private Iterator<InputRecord> source() {
        try {
            Iterator<InputRecord> opened;
            do {
                version = FileVersion.of(file, LinkOption.NOFOLLOW_LINKS);
                opened = InputRecord.read(file, isLines());
            } while (!version.isSameFile(FileVersion.of(file, LinkOption.NOFOLLOW_LINKS)));
            return opened;
        } catch (IOException e) {
            version = null;
            return List.of(InputRecord.unreadable(1, e)).iterator();
        }
    }

    /** Counts a record as accepted. */
    public void accepted() {
        accepted.incrementAndGet();
    }

    /** Quarantines a record, with the reason. If that fails, {@link #finish} will throw the exception. */
    synchronized void reject(Input input, String reason) {
        try {
            quarantine(((FileRecord) input).record(), reason);
        } catch (IOException e) {
            failure = e;
        }
    }

    private void quarantine(InputRecord record, String reason) throws IOException {
        if (rejects == null) {
            quarantined = Subfolder.FAILED.free(file);
            rejects = new RejectedRecords(file, version, quarantined, isLines());
        }
        rejects.add(record, reason);
        rejected++;
        unusable |= record.last();
    }

    /**
     * @return the path to move it to, relative to its folder: in {@code .failed} if nothing in it was valid or it could
     *     not be read to its end, else in {@code .done}
     * @throws FileChangedException if it has changed since it was read; it has to stay in its place then
     * @throws IOException if it was not read to its end, an invalid record could not be quarantined, or a valid one was
     *     not accepted; likewise
     */
    public synchronized String finish() throws IOException {
        try {
            checkVersion();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        int left = records - rejected - accepted.get();
        if (!readToEnd && failure == null) {
            failure = new IOException("a step of the route kept it from being read to its end");
        } else if (left > 0 && failure == null) {
            failure = new IOException(left + " of its events " + (left == 1 ? "was" : "were") + " not accepted");
        }
        target = archive();
        return file.getParent().relativize(target).toString();
    }

    /** A file that another one has replaced will not be read again, so its rejected records stay in quarantine. */
    private void checkVersion() throws IOException {
        FileVersion now = FileVersion.of(file, LinkOption.NOFOLLOW_LINKS);
        if (version == null || version.equals(now)) {
            return;
        }
        if (!version.isSameFile(now)) {
            begun.end(file);
            if (quarantined != null && failure == null) {
                closeRejects();
                warnOfRejects();
                rejects = null;
                quarantined = null;
            }
        }
        throw new FileChangedException(
                version.isSameFile(now) ? "it was written to meanwhile" : "another file has taken its place");
    }

    private Path archive() throws IOException {
        if (rejected == 0 && failure == null) {
            return Subfolder.DONE.free(file);
        }
        boolean asWhole = unusable || rejected == records;
        closeRejects();
        if (asWhole) {
            Files.delete(quarantined);
        }
        warnOfRejects();
        return asWhole ? quarantined : Subfolder.DONE.free(file);
    }

    /** Called after it was moved. If it was written to or replaced at the last moment, it is put back, to be read again. */
    synchronized void moved() throws IOException {
        if (version == null || target == null || !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (version.equals(FileVersion.of(target, LinkOption.NOFOLLOW_LINKS))) {
            begun.end(file);
            return;
        }
        Path back = StableFileReadLock.free(file);
        begun.rename(file, back);
        Files.move(target, back);
        LOG.info("{} has changed at the last moment, and will be read again", back);
    }

    /** After a failure the file will be read again, so none of its records stays in quarantine. */
    private void closeRejects() throws IOException {
        try {
            if (rejects != null) {
                rejects.close();
            }
            if (failure != null) {
                throw failure;
            }
        } catch (IOException e) {
            if (quarantined != null) {
                Files.deleteIfExists(quarantined);
                Files.deleteIfExists(RejectedRecords.reasons(quarantined));
            }
            throw e;
        }
    }

    private void warnOfRejects() {
        LOG.warn(
                "{} has invalid input, quarantined in {}: see {}",
                file,
                quarantined,
                RejectedRecords.reasons(quarantined).getFileName());
    }

    private boolean isLines() {
        return file.toString().toLowerCase().endsWith(".jsonl");
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
