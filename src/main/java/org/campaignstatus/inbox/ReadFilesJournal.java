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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers, for the files of one inbox that are under way, the modification time that is part of their events' default
 * ids. A file that is appended to has another one afterwards, and events that were accepted before must keep their ids, also
 * when the process was killed meanwhile; so this is kept in a journal in the inbox. Thread-safe.
 */
final class ReadFilesJournal {

    private static final Logger LOG = LoggerFactory.getLogger(ReadFilesJournal.class);

    private static final String JOURNAL = ".begun";

    /** In characters; the journal is written anew when it is so long and mostly holds files that are not under way. */
    private static final int LONG = 64 * 1024;

    private static final int PARTS = 3;

    private final Path journal;
    private Map<String, Begun> files;
    private long length;

    /** @param idPrefix what the default ids of the file's events begin with */
    private record Begun(String key, String idPrefix) {

        String line(String name) {
            return name + "\t" + key + "\t" + idPrefix + "\n";
        }
    }

    ReadFilesJournal(Path inbox) {
        this.journal = inbox.resolve(JOURNAL);
    }

    /** @return what the default ids of the file's events begin with, the same until {@link #end} is called for it */
    synchronized String idPrefix(Path file, FileVersion version) {
        String name = file.getFileName().toString();
        Begun known = files().get(name);
        if (known == null || !known.key().equals(version.key())) {
            known = new Begun(version.key(), name + ":" + version.modified().toMillis());
            put(name, known);
        }
        return known.idPrefix();
    }

    /** Takes note that a file has got another name. */
    synchronized void rename(Path file, Path renamed) {
        Begun known = files().get(file.getFileName().toString());
        if (known != null) {
            put(renamed.getFileName().toString(), known);
        }
    }

    /** Takes note that a file is not under way any more. */
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
            // the last line may have been cut off, and nothing must be put behind such a one
            writeAnew();
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", journal, e.toString());
        }
    }

    private void read(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length == PARTS) {
            files.put(parts[0], new Begun(parts[1], parts[2]));
        } else {
            files.remove(line);
        }
    }

    /** Others may write to an inbox: nothing is written through a link, and no pipe is waited for. */
    private void append(String line) {
        if (!Files.isRegularFile(journal, LinkOption.NOFOLLOW_LINKS)
                && Files.exists(journal, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            if (length > LONG && length > 2L * contents().length()) {
                writeAnew();
            } else {
                Files.writeString(
                        journal, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
                length += line.length();
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be written", journal, e);
        }
    }

    private void writeAnew() throws IOException {
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
