package org.campaignstatus.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in an inbox under the name of a file but is none: a link would have a file elsewhere read, and reading a pipe
 * or a device may never end.
 */
final class NonRegularFile {

    private static final Logger LOG = LoggerFactory.getLogger(InboxFile.class);

    private NonRegularFile() {}

    /**
     * Puts it into {@code .failed} as it is, without looking into it.
     *
     * @param attributes its own, not those of what it leads to
     * @throws IOException if it stays where it is
     */
    static void putAway(Path file, BasicFileAttributes attributes) throws IOException {
        Path plain = file.resolveSibling(SafeFileName.of(file.getFileName().toString()));
        Path kept = Subfolder.FAILED.free(plain);
        Path reasons = RejectedRecords.reasons(kept);
        Files.writeString(
                reasons,
                (attributes.isSymbolicLink() ? "a symbolic link" : "not a file") + ": expected a file\n",
                StandardOpenOption.CREATE_NEW);
        try {
            Files.move(file, kept);
        } catch (IOException e) {
            Files.delete(reasons);
            throw e;
        }
        LOG.warn("{} is no file and kept unread in {}: see {}", plain, kept, reasons.getFileName());
    }
}
