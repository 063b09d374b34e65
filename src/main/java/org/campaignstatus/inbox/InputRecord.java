package org.campaignstatus.inbox;

import java.io.IOException;
import org.campaignstatus.input.RejectionReason;

/**
 * A piece of a file: a line, an element of an array, or the whole.
 *
 * @param position its number in the file, from 1
 * @param text its text; null if there is none to read
 * @param problem why it cannot be read; null if it can
 * @param rejection what that is counted as; null if it can be read
 * @param start where it begins in the file, in bytes
 * @param length how long it is in the file, in bytes
 * @param last whether the file cannot be used from here on
 */
record InputRecord(
        int position, String text, String problem, RejectionReason rejection, long start, long length, boolean last) {

    /** A piece that can be read. */
    static InputRecord of(int position, String text, long start, long length) {
        return new InputRecord(position, text, null, null, start, length, false);
    }

    /** Stands for a file that cannot be used as a whole. */
    static InputRecord unusable(RejectionReason rejection, String problem) {
        return new InputRecord(1, null, problem, rejection, 0, 0, true);
    }

    /** Stands for what comes after a position at which reading the file has failed. */
    static InputRecord unreadable(int position, IOException problem) {
        return new InputRecord(position, null, "cannot be read: " + problem, RejectionReason.UNREADABLE, 0, 0, true);
    }

    /** @return the same piece, of which only the place in the file is known */
    InputRecord withoutText() {
        return new InputRecord(position, null, problem, rejection, start, length, last);
    }

    /** @return the same piece, which may not be used */
    InputRecord rejected(RejectionReason kind, String why) {
        return new InputRecord(position, text, why, kind, start, length, false);
    }
}
