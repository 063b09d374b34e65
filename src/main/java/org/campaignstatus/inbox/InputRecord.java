package org.campaignstatus.inbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.RejectionReason;

/**
 * A record of a file: a line, an element of an array, or the whole.
 *
 * @param position its number in the file, from 1
 * @param text null if it cannot be read
 * @param problem why it cannot be read, or null
 * @param rejection the same as a reason to count, or null
 * @param start its offset in the file, in bytes
 * @param length its length in the file, in bytes
 * @param last whether the rest of the file cannot be read
 */
public record InputRecord(
        int position, String text, String problem, RejectionReason rejection, long start, long length, boolean last) {

    /**
     * @param lines whether the file has one object a line, and is not one object or an array of them
     * @return the records of the file, in their order; reading goes on as they are asked for
     * @throws IOException if the file cannot be opened
     */
    public static Iterator<InputRecord> read(Path file, boolean lines) throws IOException {
        return lines ? new JsonLines(file) : JsonDocument.records(file);
    }

    static InputRecord of(int position, String text, long start, long length) {
        return new InputRecord(position, text, null, null, start, length, false);
    }

    /** Stands for a file that cannot be used as a whole. */
    static InputRecord unusable(RejectionReason rejection, String problem) {
        return new InputRecord(1, null, problem, rejection, 0, 0, true);
    }

    /** Stands for the rest of a file that cannot be read any further. */
    static InputRecord unreadable(int position, IOException problem) {
        return new InputRecord(position, null, "cannot be read: " + problem, RejectionReason.UNREADABLE, 0, 0, true);
    }

    /** @throws InvalidInputException if it has no valid text; the message says why */
    public void requireValid() {
        if (problem != null) {
            throw new InvalidInputException(rejection, problem);
        }
    }

    InputRecord withoutText() {
        return new InputRecord(position, null, problem, rejection, start, length, last);
    }

    InputRecord rejected(RejectionReason kind, String why) {
        return new InputRecord(position, text, why, kind, start, length, false);
    }
}
