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
 * The lines of a JSON Lines file of any size, one at a time. Blank lines are skipped but counted. The text of a line that is
 * too long is not held in memory.
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
        InputRecord record = next;
        if (record == null) {
            throw new NoSuchElementException();
        }
        next = record.last() ? null : read();
        return record;
    }

    private InputRecord read() {
        try {
            while (readLine()) {
                InputRecord record = line.record(number, start, "a line");
                if (record.problem() != null || !record.text().isBlank()) {
                    return record;
                }
            }
            in.close();
            return null;
        } catch (IOException e) {
            return InputRecord.unreadable(number, e);
        }
    }

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
