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
final class RejectedPieces implements AutoCloseable {

    private final Path source;
    private final boolean lines;
    private final OutputStream out;
    private final Writer why;
    private boolean any;

    RejectedPieces(Path source, Path kept, boolean lines) throws IOException {
        this.source = source;
        this.lines = lines;
        this.out = Files.newOutputStream(kept, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        // unlike that of the class Files, this one writes a question mark for what is no character
        this.why = new OutputStreamWriter(
                Files.newOutputStream(reasons(kept), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                StandardCharsets.UTF_8);
    }

    /** @return where the reasons stand for a file in {@code .failed} */
    static Path reasons(Path kept) {
        return kept.resolveSibling(kept.getFileName() + ".error.txt");
    }

    void add(Piece piece, String reason) throws IOException {
        why.write((lines ? "line " : "element ") + piece.position() + ": " + reason + "\n");
        if (!lines) {
            out.write((any ? ",\n" : "[\n").getBytes(StandardCharsets.UTF_8));
        }
        if (piece.text() == null) {
            copyFromSource(piece);
        } else {
            out.write(piece.text().getBytes(StandardCharsets.UTF_8));
        }
        if (lines) {
            out.write('\n');
        }
        any = true;
    }

    private void copyFromSource(Piece piece) throws IOException {
        try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            WritableByteChannel to = Channels.newChannel(out);
            long end = Math.min(piece.start() + piece.length(), from.size());
            for (long at = piece.start(); at < end; ) {
                at += from.transferTo(at, end - at, to);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (why;
                out) {
            if (!lines) {
                out.write("\n]\n".getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
