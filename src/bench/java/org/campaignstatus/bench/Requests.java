package org.campaignstatus.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bodies of the requests that come by one connection, and some of their heads. As cheap as it gets, so that the receiver is not the limit.
 */
final class Requests {

    private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

    /** So many requests of a connection have one whose head is kept. */
    private static final int EACH = 100;

    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int headFrom;
    private int headTo;
    private int from;
    private int to;
    private int count;

    Requests(InputStream in) {
        this.in = in;
    }

    /** @return the next body, or null at the end of the connection */
    byte[] next() throws IOException {
        int body = headEnd();
        if (body < 0) {
            return null;
        }
        int length = length(body);
        while (to - body < length) {
            if (!fill()) {
                throw new EOFException("a request without its end");
            }
        }
        headFrom = from;
        headTo = body;
        from = body + length;
        return Arrays.copyOfRange(buffer, body, body + length);
    }

    /** @return the head of the request whose body was the last one, for the first and each hundredth; otherwise null */
    byte[] head() {
        return count++ % EACH == 0 ? Arrays.copyOfRange(buffer, headFrom, headTo) : null;
    }

    /** @return where the body begins, or less than 0 at the end of the connection */
    private int headEnd() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        }
        int at = from;
        while (true) {
            for (; at < to - 3; at++) {
                if (buffer[at] == '\r' && buffer[at + 1] == '\n' && buffer[at + 2] == '\r' && buffer[at + 3] == '\n') {
                    return at + 4;
                }
            }
            if (!fill()) {
                return -1;
            }
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, to, buffer.length - to);
        to += Math.max(0, read);
        return read > 0;
    }

    private int length(int end) throws IOException {
        for (int at = from; at < end - LENGTH.length; at++) {
            if (buffer[at] == '\r' && isLength(at)) {
                int length = 0;
                for (int digit = at + LENGTH.length; buffer[digit] != '\r'; digit++) {
                    length = buffer[digit] == ' ' ? length : 10 * length + buffer[digit] - '0';
                }
                return length;
            }
        }
        throw new EOFException("a request without a length");
    }

    private boolean isLength(int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            if (Character.toLowerCase(buffer[at + i]) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }
}
