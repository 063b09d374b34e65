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
import java.nio.file.attribute.BasicFileAttributes;
import org.campaignstatus.util.FileVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quarantine of a file's invalid records: a file of the same name and form, so that it can be mended and handed in
 * again, and the reasons beside it. Not thread-safe.
 */
final class RejectedRecords implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InboxFile.class);

    private final Path file;
    private final FileVersion version;
    private final boolean lines;
    private final OutputStream out;
    private final WritableByteChannel to;
    private final Writer why;
    private FileChannel source;
    private boolean any;

    /** @param version the one that is being read; null if none could be */
    RejectedRecords(Path file, FileVersion version, Path quarantined, boolean lines) throws IOException {
        this.file = file;
        this.version = version;
        this.lines = lines;
        this.out = Files.newOutputStream(quarantined, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.to = Channels.newChannel(out);
        // unlike that of the class Files, this one writes a question mark for half a surrogate pair
        this.why = new OutputStreamWriter(
                Files.newOutputStream(reasons(quarantined), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                StandardCharsets.UTF_8);
    }

    static Path reasons(Path quarantined) {
        return quarantined.resolveSibling(quarantined.getFileName() + ".error.txt");
    }

    /**
     * Quarantines a link, pipe or device: a link would have a file elsewhere read, and reading the others may never end.
     *
     * @param attributes its own, not those of a link's target
     */
    static void quarantineUnread(Path file, BasicFileAttributes attributes) throws IOException {
        Path plain = file.resolveSibling(SafeFileName.of(file.getFileName().toString()));
        Path quarantined = Subfolder.FAILED.free(plain);
        Path reasons = RejectedRecords.reasons(quarantined);
        Files.writeString(
                reasons,
                (attributes.isSymbolicLink() ? "a symbolic link" : "not a file") + ": expected a file\n",
                StandardOpenOption.CREATE_NEW);
        try {
            Files.move(file, quarantined);
        } catch (IOException e) {
            Files.delete(reasons);
            throw e;
        }
        LOG.warn("{} is no file, quarantined unread in {}: see {}", plain, quarantined, reasons.getFileName());
    }

    void add(InputRecord record, String reason) throws IOException {
        why.write((lines ? "line " : "element ") + record.position() + ": " + reason);
        if (record.length() > 0 && !isOpen()) {
            why.write("; its text is gone, because another file has taken the place of this one\n");
            return;
        }
        why.write('\n');
        if (!lines) {
            out.write((any ? ",\n" : "[\n").getBytes(StandardCharsets.UTF_8));
        }
        copy(record);
        if (lines) {
            out.write('\n');
        }
        any = true;
    }

    /** @return whether the texts can be read, which they cannot if the file was replaced before any was */
    private boolean isOpen() throws IOException {
        if (source == null) {
            FileChannel opened = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            if (!FileVersion.of(file, LinkOption.NOFOLLOW_LINKS).isSameFile(version)) {
                opened.close();
                return false;
            }
            source = opened;
        }
        return true;
    }

    private void copy(InputRecord record) throws IOException {
        long end = record.start() + record.length();
        long copied = 1;
        for (long at = record.start(); at < end && copied > 0; at += copied) {
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
