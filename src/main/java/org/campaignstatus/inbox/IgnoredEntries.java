package org.campaignstatus.inbox;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs, once while it stays, each entry of an inbox that is named like an input file but never taken: a folder, or a file
 * whose name is no text in the encoding of this machine. Notices when the inbox cannot be listed. Not thread-safe.
 */
public final class IgnoredEntries {

    private static final Logger LOG = LoggerFactory.getLogger(IgnoredEntries.class);

    /** Java's replacement for each byte of a name that is not text. */
    private static final char NO_CHARACTER = '\uFFFD';

    private final Path inbox;
    private final InboxBackoff backoff;
    private Set<Path> logged = Set.of();

    /** @param backoff learns at each look whether the inbox can be listed */
    public IgnoredEntries(Path inbox, InboxBackoff backoff) {
        this.inbox = inbox;
        this.backoff = backoff;
    }

    public void look() {
        Set<Path> found = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(inbox, IgnoredEntries::isNamedLikeAFile)) {
            for (Path entry : entries) {
                String problem = problem(entry);
                if (problem != null) {
                    found.add(entry);
                    if (!logged.contains(entry)) {
                        LOG.warn("{} is not taken: {}", inbox.resolve(SafeFileName.of(name(entry))), problem);
                    }
                }
            }
            logged = found;
            backoff.listed(null);
        } catch (IOException | DirectoryIteratorException e) {
            // Camel takes such a folder for an empty one
            backoff.listed(inbox + " cannot be listed: " + ExceptionUtils.getRootCause(e));
        }
    }

    private static String problem(Path entry) {
        if (Files.isDirectory(entry)) {
            return "it is a folder, expected a file";
        }
        if (name(entry).indexOf(NO_CHARACTER) >= 0 && !entry.toFile().exists()) {
            return "its name is not text in " + System.getProperty("sun.jnu.encoding")
                    + "; rename it, or start the program with LC_ALL=C.UTF-8 if the name is UTF-8";
        }
        return null;
    }

    private static boolean isNamedLikeAFile(Path entry) {
        String name = name(entry).toLowerCase(Locale.ROOT);
        return name.endsWith(".json") || name.endsWith(".jsonl");
    }

    private static String name(Path entry) {
        return entry.getFileName().toString();
    }
}
