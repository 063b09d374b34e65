package org.campaignstatus.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.campaignstatus.input.Input;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of an inbox while it is worked through: the pieces of input in it, in their order, and what becomes of it and
 * of the pieces that are invalid. One thread takes the pieces, others may reject them, and one finishes the file after
 * that.
 */
public final class InboxFile implements Iterable<Input> {

    private static final Logger LOG = LoggerFactory.getLogger(InboxFile.class);

    private final Path file;
    private final ReadFilesJournal begun;

    /** What is being read; null as long as nothing is. */
    private FileVersion version;

    private Path target;
    private RejectedRecords rejects;
    private Path kept;
    private boolean readToEnd;
    private int pieces;
    private int rejected;
    private final AtomicInteger takenOver = new AtomicInteger();
    private boolean unusable;
    private IOException notKept;

    /**
     * @param file a file in an inbox
     * @param begun those of the inbox that are under way
     */
    InboxFile(Path file, ReadFilesJournal begun) {
        this.file = file;
        this.begun = begun;
    }

    /** @param file the only file of an inbox that is under way */
    InboxFile(Path file) {
        this(file, new ReadFilesJournal(file.getParent()));
    }

    /** @return the pieces; a file that cannot be used as a whole has one, whose text says why */
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
                pieces++;
                return new FileRecord(source.next(), () -> begun.idPrefix(file, version));
            }
        };
    }

    private Iterator<InputRecord> source() {
        try {
            Iterator<InputRecord> opened;
            do {
                version = FileVersion.of(file);
                opened = isLines() ? new JsonLines(file) : JsonDocument.pieces(file);
            } while (!version.isSameFile(FileVersion.of(file)));
            return opened;
        } catch (IOException e) {
            version = null;
            return List.of(InputRecord.unreadable(1, e)).iterator();
        }
    }

    /** Takes note that a piece has been worked through; any thread may say so. */
    void takenOver() {
        takenOver.incrementAndGet();
    }

    /** Keeps a piece that is invalid, and the reason beside it. If that fails, {@link #finish} will say so. */
    synchronized void reject(Input input, String reason) {
        try {
            keep(((FileRecord) input).piece(), reason);
        } catch (IOException e) {
            notKept = e;
        }
    }

    private void keep(InputRecord piece, String reason) throws IOException {
        if (rejects == null) {
            kept = Subfolder.FAILED.free(file);
            rejects = new RejectedRecords(file, kept, isLines());
        }
        rejects.add(piece, reason);
        rejected++;
        unusable |= piece.last();
    }

    /**
     * Ends the work on this file.
     *
     * @return where it is to be moved, relative to its folder: to {@code .failed} if nothing in it was valid or it could
     *     not be read to its end, else to {@code .done}
     * @throws FileChangedException if it is not what was read any more; it has to stay where it is then
     * @throws IOException if it was not read to its end, an invalid piece could not be kept, or a valid one not be taken
     *     over; likewise
     */
    public synchronized String finish() throws IOException {
        try {
            checkVersion();
        } catch (IOException e) {
            notKept = notKept == null ? e : notKept;
        }
        int left = pieces - rejected - takenOver.get();
        if (!readToEnd && notKept == null) {
            notKept = new IOException("a step of the route kept it from being read to its end");
        } else if (left > 0 && notKept == null) {
            notKept = new IOException(left + " of its events " + (left == 1 ? "was" : "were") + " not accepted");
        }
        target = archive();
        return file.getParent().relativize(target).toString();
    }

    /** What was rejected of a file that is gone is kept at once: there will be no second reading of it. */
    private void checkVersion() throws IOException {
        FileVersion now = FileVersion.of(file);
        if (version == null || version.equals(now)) {
            return;
        }
        if (!version.isSameFile(now)) {
            begun.end(file);
            if (kept != null && notKept == null) {
                closeRejects();
                warnOfRejects();
                rejects = null;
                kept = null;
            }
        }
        throw new FileChangedException(
                version.isSameFile(now) ? "it was written to meanwhile" : "another file has taken its place");
    }

    private Path archive() throws IOException {
        if (rejected == 0 && notKept == null) {
            return Subfolder.DONE.free(file);
        }
        boolean asWhole = unusable || rejected == pieces;
        closeRejects();
        if (asWhole) {
            Files.delete(kept);
        }
        warnOfRejects();
        return asWhole ? kept : Subfolder.DONE.free(file);
    }

    /**
     * Takes note that it was moved. If it was written to or replaced at the last moment, it is put back, to be read again.
     *
     * @throws IOException if that fails
     */
    synchronized void moved() throws IOException {
        if (version == null || target == null || !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (version.equals(FileVersion.of(target))) {
            begun.end(file);
            return;
        }
        Path back = StableFileReadLock.free(file);
        begun.rename(file, back);
        Files.move(target, back);
        LOG.info("{} has changed at the last moment, and will be gone through again", back);
    }

    /** If not all of them could be kept, none is: the file stays where it is and will be gone through again. */
    private void closeRejects() throws IOException {
        try {
            if (rejects != null) {
                rejects.close();
            }
            if (notKept != null) {
                throw notKept;
            }
        } catch (IOException e) {
            if (kept != null) {
                Files.deleteIfExists(kept);
                Files.deleteIfExists(RejectedRecords.reasons(kept));
            }
            throw e;
        }
    }

    private void warnOfRejects() {
        LOG.warn(
                "{} has invalid input, kept in {}: see {}",
                file,
                kept,
                RejectedRecords.reasons(kept).getFileName());
    }

    private boolean isLines() {
        return file.toString().toLowerCase().endsWith(".jsonl");
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
