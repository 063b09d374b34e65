package org.campaignstatus.inbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.campaignstatus.util.FileVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in the inbox of the modification times that are part of the default event ids of the files in flight. A file
 * that is appended to has another time afterwards, but its events must keep their ids, even after a kill. Thread-safe.
 */
final class ReadFilesJournal {

    private static final Logger LOG = LoggerFactory.getLogger(ReadFilesJournal.class);

    private static final String JOURNAL = ".begun";

    /** In characters: a longer journal is rewritten if it mostly holds files that are not in flight. */
    private static final int COMPACTION_LENGTH = 64 * 1024;

    private final Path journal;
    private Map<String, Begun> files;
    private long length;

    private record Begun(String key, String idPrefix) {

        String line(String name) {
            return name + "\t" + key + "\t" + idPrefix + "\n";
        }
    }

    ReadFilesJournal(Path inbox) {
        this.journal = inbox.resolve(JOURNAL);
    }

    /** @return the prefix of the default ids of the file's events, the same until {@link #end} is called for it */
    synchronized String idPrefix(Path file, FileVersion version) {
        String name = file.getFileName().toString();
        Begun begun = files().get(name);
        if (begun == null || !begun.key().equals(version.key())) {
            begun = new Begun(version.key(), name + ":" + version.modified().toMillis());
            put(name, begun);
        }
        return begun.idPrefix();
    }

    synchronized void rename(Path file, Path renamed) {
        Begun begun = files().get(file.getFileName().toString());
        if (begun != null) {
            put(renamed.getFileName().toString(), begun);
        }
    }

    synchronized void end(Path file) {
        String name = file.getFileName().toString();
        if (files().remove(name) != null) {
            append(name + "\n");
        }
    }

    private void put(String name, Begun begun) {
        files().put(name, begun);
        append(begun.line(name));
    }

    private Map<String, Begun> files() {
        if (files == null) {
            files = new HashMap<>();
            read();
        }
        return files;
    }

    private void read() {
        if (!Files.isRegularFile(journal, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Files.newInputStream(journal, LinkOption.NOFOLLOW_LINKS), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(line);
            }
            // nothing may be appended to a last line that a kill has cut off
            rewrite();
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", journal, e.toString());
        }
    }

    private void read(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length == 3) {
            files.put(parts[0], new Begun(parts[1], parts[2]));
        } else {
            files.remove(line);
        }
    }

    /** Others may write to an inbox, so the journal may be a link or a pipe of theirs. */
    private void append(String line) {
        if (!Files.isRegularFile(journal, LinkOption.NOFOLLOW_LINKS)
                && Files.exists(journal, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            if (length > COMPACTION_LENGTH && length > 2L * contents().length()) {
                rewrite();
            } else {
                Files.writeString(
                        journal, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
                length += line.length();
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be written", journal, e);
        }
    }

    private void rewrite() throws IOException {
        Path writing = journal.resolveSibling(JOURNAL + ".new");
        String contents = contents();
        Files.deleteIfExists(writing);
        Files.writeString(writing, contents, StandardOpenOption.CREATE_NEW);
        Files.move(writing, journal, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        length = contents.length();
    }

    private String contents() {
        return files.entrySet().stream()
                .map(file -> file.getValue().line(file.getKey()))
                .collect(Collectors.joining());
    }
}
