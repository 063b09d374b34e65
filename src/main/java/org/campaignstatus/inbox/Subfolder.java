package org.campaignstatus.inbox;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where files of an inbox go: folders of the inbox itself, never links to others. */
enum Subfolder {

    /** For files that were worked through. */
    DONE(".done"),

    /** For files of which nothing could be used, and the unusable pieces of the others. */
    FAILED(".failed");

    private static final DateTimeFormatter SUFFIX =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

    private final String folder;

    Subfolder(String folder) {
        this.folder = folder;
    }

    /**
     * @param file a file in an inbox
     * @return a name here that no file has yet: the file's own, or one with the time
     * @throws IOException if there is no such folder and there cannot be
     */
    Path free(Path file) throws IOException {
        Path parent = file.resolveSibling(folder);
        create(parent);
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String time = "-" + SUFFIX.format(Instant.now());
        Path target = parent.resolve(name);
        for (int i = 1; isTaken(target) || isTaken(RejectedRecords.reasons(target)); i++) {
            target = parent.resolve(name.substring(0, dot) + time + (i == 1 ? "" : "-" + i) + name.substring(dot));
        }
        return target;
    }

    /** Does nothing if it is there, or comes to be there meanwhile: another file may be archived at the same time. */
    private static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    private static boolean isTaken(Path target) {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }
}
