package org.campaignstatus.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.campaignstatus.input.RejectionReason;

/**
 * The lines of a JSON Lines file of any size, one at a time. Blank lines are passed over but counted. A line that is too
 * long is passed over without being kept in memory. Not thread-safe.
 */
final class JsonLines implements Iterator<InputRecord> {

    private final InputStream in;
    private final byte[] chunk = new byte[64 * 1024];
    private int at;
    private int filled;

    private final RecordText line = new RecordText();
    private int number;
    private long start;
    private InputRecord next;

    /** @throws IOException if the file cannot be opened */
    JsonLines(Path file) throws IOException {
        in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        next = read();
        if (next == null) {
            next = InputRecord.unusable(RejectionReason.NOT_JSON, "empty: expected one JSON object a line");
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public InputRecord next() {
        InputRecord piece = next;
        if (piece == null) {
            throw new NoSuchElementException();
        }
        next = piece.last() ? null : read();
        return piece;
    }

    private InputRecord read() {
        try {
            while (readLine()) {
                InputRecord piece = line.piece(number, start, "a line");
                if (piece.problem() != null || !piece.text().isBlank()) {
                    return piece;
                }
            }
            in.close();
            return null;
        } catch (IOException e) {
            return InputRecord.unreadable(number, e);
        }
    }

    /** Reads up to the end of the next line; keeps no more of it than a line may have. */
    private boolean readLine() throws IOException {
        start += number == 0 ? 0 : line.length() + 1;
        line.clear();
        number++;
        while (at < filled || fill()) {
            int end = at;
            while (end < filled && chunk[end] != '\n') {
                end++;
            }
            line.add(chunk, at, end - at);
            at = end + 1;
            if (end < filled) {
                return true;
            }
        }
        return line.length() > 0;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(chunk));
        return filled > 0;
    }
}
