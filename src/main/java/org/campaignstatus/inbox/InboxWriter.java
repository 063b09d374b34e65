package org.campaignstatus.inbox;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Hands files in to an inbox of this process: each is complete and on the disk before it comes to be there, and the order of
 * their names is that of their arrival, also after a restart or when the clock is set back. Thread-safe.
 */
public final class InboxWriter {

    /** For what is not complete yet; on the same file system as the inbox, so that a rename is atomic. */
    private static final String FOLDER = ".http";

    private static final Pattern NAME = Pattern.compile("http-\\d{8}T\\d{6}\\.\\d{6}Z\\.jsonl");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "'http-'uuuuMMdd'T'HHmmss.SSSSSS'Z.jsonl'")
            .withZone(ZoneOffset.UTC);

    private final Path inbox;
    private final InstantSource clock;
    private String last;

    public InboxWriter(Path inbox, InstantSource clock) {
        this.inbox = inbox;
        this.clock = clock;
    }

    /** @return whether a file of an inbox has the name of one that was handed in here */
    static boolean hasWritten(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    /** Deletes what a process that was killed has left incomplete. */
    public void cleanUp() throws IOException {
        Path folder = inbox.resolve(FOLDER);
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * @return a new name, outside the list of files to take, for a file that does not exist yet
     * @throws IOException if there can be none
     */
    public Path temporaryFile() throws IOException {
        Path folder = inbox.resolve(FOLDER);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Subfolder.create(folder);
        }
        return folder.resolve(UUID.randomUUID() + ".part");
    }

    /** Begins a file. It is gone when it is closed without having been handed in. */
    public Draft begin() throws IOException {
        return new Draft(temporaryFile());
    }

    private synchronized void handIn(Path complete) throws IOException {
        String name = TIME.format(clock.instant());
        if (last == null) {
            last = lastName();
        }
        if (name.compareTo(last) <= 0) {
            name = TIME.format(TIME.parse(last, Instant::from).plus(1, ChronoUnit.MICROS));
        }
        Files.move(complete, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        last = name;
        syncFolder();
    }

    /** @return the last of the names that files have which are still to be taken; empty if there are none */
    private String lastName() throws IOException {
        String found = "";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(inbox, InboxWriter::hasWritten)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                found = name.compareTo(found) > 0 ? name : found;
            }
        }
        return found;
    }

    private void syncFolder() throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            // there a folder cannot be opened, and the file system does this by itself
            return;
        }
        try (FileChannel folder = FileChannel.open(inbox, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** A file with one JSON object a line, while it is written. Not thread-safe. */
    public final class Draft implements AutoCloseable {

        private final Path file;
        private final FileChannel channel;
        private final OutputStream out;
        private boolean empty = true;
        private boolean synced;

        private Draft(Path file) throws IOException {
            this.file = file;
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            out = new BufferedOutputStream(Channels.newOutputStream(channel));
        }

        /** Adds a line; not after {@link #sync}. */
        public void add(String json) throws IOException {
            empty = false;
            out.write(json.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }

        /** Writes all of it to the disk, so that handing it in afterwards needs no more room. */
        public void sync() throws IOException {
            if (!synced) {
                out.flush();
                channel.force(true);
                synced = true;
            }
        }

        /**
         * Hands the file in, unless it is empty. Once this has returned, neither a crash of the process nor one of the machine
         * loses it.
         *
         * @throws IOException if that is not known to be so
         */
        public void handIn() throws IOException {
            if (!empty) {
                sync();
                InboxWriter.this.handIn(file);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(file);
        }
    }
}
