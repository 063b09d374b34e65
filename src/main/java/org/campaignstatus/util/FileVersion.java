package org.campaignstatus.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * The attributes of a file that change when somebody writes to it or puts another one in its place.
 *
 * @param key device and inode; empty where the file system has none
 * @param size in bytes
 * @param modified by the clock of the file system, which may be another machine's
 */
public record FileVersion(String key, long size, FileTime modified) {

    public static FileVersion of(Path file, LinkOption... links) throws IOException {
        return of(Files.readAttributes(file, BasicFileAttributes.class, links));
    }

    public static FileVersion of(BasicFileAttributes file) {
        String key = file.fileKey() == null ? "" : file.fileKey().toString();
        return new FileVersion(key, file.size(), file.lastModifiedTime());
    }

    /** @return whether both are the same file, as far as that can be seen, though it may have been written to in between */
    public boolean isSameFile(FileVersion other) {
        return key.isEmpty() || other.key.isEmpty() || key.equals(other.key);
    }
}
