package org.campaignstatus.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What can be seen of a file without reading it. As long as two looks at a path see the same, nobody has written to the file
 * or put another one in its place.
 *
 * @param key tells the file from all others of the machine, whatever its name: device and inode; empty where there is no such
 * @param size in bytes
 * @param modified when it was written to last, by the clock of whoever keeps the file
 */
record FileVersion(String key, long size, FileTime modified) {

    /** @throws IOException if there is no file, or nothing is to be learnt of it */
    static FileVersion of(Path file) throws IOException {
        return of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    static FileVersion of(BasicFileAttributes file) {
        String key = file.fileKey() == null ? "" : file.fileKey().toString();
        return new FileVersion(key, file.size(), file.lastModifiedTime());
    }

    /** @return whether it is a version of the same file, which may have been written to in between */
    boolean isSameFile(FileVersion other) {
        return key.equals(other.key);
    }
}
