package org.campaignstatus.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Quarantines links, pipes and devices: a link would have a file elsewhere read, and reading the others may never end. */
final class NonRegularFile {

    private static final Logger LOG = LoggerFactory.getLogger(InboxFile.class);

    private NonRegularFile() {}

    /** @param attributes its own, not those of a link's target */
    static void quarantine(Path file, BasicFileAttributes attributes) throws IOException {
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
}
