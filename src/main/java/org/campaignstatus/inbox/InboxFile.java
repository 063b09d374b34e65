package org.campaignstatus.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of an inbox while it is worked through: the pieces of input in it, in their order, and what becomes of it and
 * of the pieces that are invalid. One thread takes and rejects pieces; another one may finish the file after that.
 */
public final class InboxFile implements Iterable<Input> {

    private static final Logger LOG = LoggerFactory.getLogger(InboxFile.class);

    private final Path file;
    private final long modified;
    private RejectedPieces rejects;
    private Path kept;
    private int pieces;
    private int rejected;
    private final AtomicInteger takenOver = new AtomicInteger();
    private boolean unusable;
    private IOException notKept;

    /** @param file a file in an inbox */
    InboxFile(Path file) {
        this.file = file;
        this.modified = file.toFile().lastModified();
    }

    /** A piece of this file, for whoever reads what is in it. */
    private final class PieceInput implements Input {
        private final Piece piece;

        PieceInput(Piece piece) {
            this.piece = piece;
        }

        /** A name used again tomorrow is new, and a file read again after a crash is not. */
        @Override
        public String id() {
            return file.getFileName() + ":" + modified + ":" + piece.position();
        }

        @Override
        public String text() {
            if (piece.problem() != null) {
                throw new InvalidInputException(piece.refusal(), piece.problem());
            }
            return piece.text();
        }

        @Override
        public Source source() {
            return Source.FILE;
        }

        @Override
        public String toString() {
            return id();
        }
    }

    /** @return the pieces; a file that cannot be used as a whole has one, whose text says why */
    @Override
    public Iterator<Input> iterator() {
        Iterator<Piece> source = source();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return source.hasNext();
            }

            @Override
            public Input next() {
                pieces++;
                return new PieceInput(source.next());
            }
        };
    }

    private Iterator<Piece> source() {
        try {
            return isLines() ? new JsonLines(file) : JsonDocument.pieces(file).iterator();
        } catch (IOException e) {
            return List.of(Piece.unreadable(1, e)).iterator();
        }
    }

    /** Takes note that a piece has been worked through; any thread may say so. */
    void takenOver() {
        takenOver.incrementAndGet();
    }

    /** Keeps a piece that is invalid, and the reason beside it. If that fails, {@link #finish} will say so. */
    void reject(Input input, String reason) {
        try {
            keep(((PieceInput) input).piece, reason);
        } catch (IOException e) {
            notKept = e;
        }
    }

    private void keep(Piece piece, String reason) throws IOException {
        if (rejects == null) {
            kept = Subfolder.FAILED.free(file);
            rejects = new RejectedPieces(file, kept, isLines());
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
     * @throws IOException if an invalid piece could not be kept, or a valid one not be taken over; the file has to stay
     *     where it is then
     */
    public String finish() throws IOException {
        int left = pieces - rejected - takenOver.get();
        if (left > 0 && notKept == null) {
            notKept = new IOException(left + " of its events " + (left == 1 ? "was" : "were") + " not taken over");
        }
        if (rejected == 0 && notKept == null) {
            return relative(Subfolder.DONE.free(file));
        }
        boolean asWhole = unusable || rejected == pieces;
        closeRejects();
        if (asWhole) {
            Files.delete(kept);
        }
        LOG.warn(
                "{} has invalid input, kept in {}: see {}",
                file,
                kept,
                RejectedPieces.reasons(kept).getFileName());
        return relative(asWhole ? kept : Subfolder.DONE.free(file));
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
                Files.deleteIfExists(RejectedPieces.reasons(kept));
            }
            throw e;
        }
    }

    private String relative(Path target) {
        return file.getParent().relativize(target).toString();
    }

    private boolean isLines() {
        return file.toString().toLowerCase().endsWith(".jsonl");
    }
}
