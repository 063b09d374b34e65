package org.campaignstatus.inbox;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.input.RejectionReason;

/** The bytes of the record that is being read; keeps no more of them than a record may have. */
final class RecordText {

    private byte[] bytes = new byte[1024];
    private long length;

    void clear() {
        length = 0;
    }

    /** @return how many bytes were added, stored or not */
    long length() {
        return length;
    }

    void add(int b) {
        if (length < Json.LONGEST_TEXT) {
            makeRoom(1);
            bytes[(int) length] = (byte) b;
        }
        length++;
    }

    void add(byte[] from, int at, int count) {
        if (length + count <= Json.LONGEST_TEXT) {
            makeRoom(count);
            System.arraycopy(from, at, bytes, (int) length, count);
        }
        length += count;
    }

    private void makeRoom(int count) {
        int needed = (int) length + count;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, needed));
        }
    }

    InputRecord record(int position, long start, String kind) {
        InputRecord unread = InputRecord.of(position, null, start, length);
        if (length > Json.LONGEST_TEXT) {
            return unread.rejected(
                    RejectionReason.TOO_LONG,
                    "over 1 MiB: expected " + kind + " of at most " + Json.LONGEST_TEXT + " bytes");
        }
        try {
            return InputRecord.of(position, Json.utf8(ByteBuffer.wrap(bytes, 0, (int) length)), start, length);
        } catch (InvalidInputException e) {
            return unread.rejected(e.rejection(), e.getMessage());
        }
    }
}
