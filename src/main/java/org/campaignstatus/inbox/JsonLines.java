package org.campaignstatus.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.input.Refusal;

/**
 * The lines of a JSON Lines file of any size, one at a time. Blank lines are passed over but counted. A line that is too
 * long is passed over without being kept in memory. Not thread-safe.
 */
final class JsonLines implements Iterator<Piece> {

    private final InputStream in;
    private final byte[] chunk = new byte[64 * 1024];
    private int at;
    private int filled;

    private byte[] line = new byte[1024];
    private int number;
    private long start;
    private long length;
    private Piece next;

    /** @throws IOException if the file cannot be opened */
    JsonLines(Path file) throws IOException {
        in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        next = read();
        if (next == null) {
            next = Piece.unusable(Refusal.NOT_JSON, "empty: expected one JSON object a line");
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Piece next() {
        Piece piece = next;
        if (piece == null) {
            throw new NoSuchElementException();
        }
        next = piece.last() ? null : read();
        return piece;
    }

    private Piece read() {
        try {
            while (readLine()) {
                Piece piece = piece();
                if (piece.problem() != null || !piece.text().isBlank()) {
                    return piece;
                }
            }
            in.close();
            return null;
        } catch (IOException e) {
            return Piece.unreadable(number, e);
        }
    }

    private Piece piece() {
        Piece piece = Piece.of(number, null, start, length);
        if (length > Json.LONGEST_TEXT) {
            return piece.refused(
                    Refusal.TOO_LONG, "over 1 MiB: expected a line of at most " + Json.LONGEST_TEXT + " bytes");
        }
        try {
            return Piece.of(number, Json.utf8(ByteBuffer.wrap(line, 0, (int) length)), start, length);
        } catch (InvalidInputException e) {
            return piece.refused(e.refusal(), e.getMessage());
        }
    }

    /** Reads up to the end of the next line; keeps no more of it than a line may have. */
    private boolean readLine() throws IOException {
        start += number == 0 ? 0 : length + 1;
        length = 0;
        number++;
        while (at < filled || fill()) {
            int end = at;
            while (end < filled && chunk[end] != '\n') {
                end++;
            }
            keep(end - at);
            at = end + 1;
            if (end < filled) {
                return true;
            }
        }
        return length > 0;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(chunk));
        return filled > 0;
    }

    private void keep(int count) {
        if (length + count <= Json.LONGEST_TEXT) {
            int needed = (int) length + count;
            if (needed > line.length) {
                line = Arrays.copyOf(line, Math.max(2 * line.length, needed));
            }
            System.arraycopy(chunk, at, line, (int) length, count);
        }
        length += count;
    }
}
