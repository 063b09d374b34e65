package org.campaignstatus.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.campaignstatus.input.Input;
import org.junit.jupiter.api.io.TempDir;

/** Files in a folder, and what is in them and beside them. */
abstract class InboxFileSetup {

    static final Instant MODIFIED = Instant.parse("2026-11-23T08:31:00.123Z");

    @TempDir
    Path folder;

    Path write(String name, String content) throws IOException {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Path write(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        return file;
    }

    static String idOfTheFirst(Path path) {
        return records(new InboxFile(path)).get(0).id();
    }

    static void done(Path path) throws IOException {
        InboxFile file = new InboxFile(path);
        records(file).forEach(record -> file.accepted());
        Files.move(path, path.resolveSibling(file.finish()));
        file.moved();
    }

    List<String> list(String subfolder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(subfolder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static List<Input> records(InboxFile file) {
        List<Input> records = new ArrayList<>();
        file.forEach(records::add);
        return records;
    }

    static String text(Input record) {
        return record.text();
    }
}
