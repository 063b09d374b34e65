package org.campaignstatus.inbox;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The folders of an inbox for archived and for quarantined files; never links to others. */
enum Subfolder {
    DONE(".done"),
    FAILED(".failed");

    private static final DateTimeFormatter SUFFIX =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

    private final String folder;

    Subfolder(String folder) {
        this.folder = folder;
    }

    /** @return a path in this folder that no file has yet: with the file's own name, or that and the time */
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

    /** Not {@link Files#createDirectories}, which accepts a link to a folder. */
    static void create(Path folder) throws IOException {
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(folder);
            }
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
