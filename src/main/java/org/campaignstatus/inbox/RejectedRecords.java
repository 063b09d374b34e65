package org.campaignstatus.inbox;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps the invalid pieces of a file in one of the same name and form, so that it can be mended and handed in again, and
 * the reasons beside it. Not thread-safe.
 */
final class RejectedRecords implements AutoCloseable {

    private final Path file;
    private final boolean lines;
    private final OutputStream out;
    private final WritableByteChannel to;
    private final Writer why;
    private FileChannel source;
    private boolean any;

    RejectedRecords(Path file, Path kept, boolean lines) throws IOException {
        this.file = file;
        this.lines = lines;
        this.out = Files.newOutputStream(kept, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.to = Channels.newChannel(out);
        // unlike that of the class Files, this one writes a question mark for what is no character
        this.why = new OutputStreamWriter(
                Files.newOutputStream(reasons(kept), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                StandardCharsets.UTF_8);
    }

    /** @return where the reasons stand for a file in {@code .failed} */
    static Path reasons(Path kept) {
        return kept.resolveSibling(kept.getFileName() + ".error.txt");
    }

    void add(InputRecord piece, String reason) throws IOException {
        why.write((lines ? "line " : "element ") + piece.position() + ": " + reason + "\n");
        if (!lines) {
            out.write((any ? ",\n" : "[\n").getBytes(StandardCharsets.UTF_8));
        }
        copy(piece);
        if (lines) {
            out.write('\n');
        }
        any = true;
    }

    private void copy(InputRecord piece) throws IOException {
        if (piece.length() > 0 && source == null) {
            source = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        }
        long end = piece.start() + piece.length();
        long copied = 1;
        for (long at = piece.start(); at < end && copied > 0; at += copied) {
            copied = source.transferTo(at, end - at, to);
        }
    }

    @Override
    public void close() throws IOException {
        try (why;
                out) {
            if (!lines) {
                out.write("\n]\n".getBytes(StandardCharsets.UTF_8));
            }
        } finally {
            if (source != null) {
                source.close();
            }
        }
    }
}
