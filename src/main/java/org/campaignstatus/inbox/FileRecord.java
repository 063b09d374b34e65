package org.campaignstatus.inbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.Source;

/** A record of a file as input. Thousands of them wait for their notifications, so none keeps its text once it was read. */
final class FileRecord implements Input {

    /** In bytes. */
    private static final int HASH_LENGTH = 8;

    private final InputRecord record;
    private final Supplier<String> idPrefix;
    private final Source source;
    private String text;
    private String hash;

    /** @param idPrefix the prefix of the ids of all records of the file; asked for if an id is needed */
    FileRecord(InputRecord record, Supplier<String> idPrefix, Source source) {
        this.record = record.withoutText();
        this.idPrefix = idPrefix;
        this.source = source;
        this.text = record.text();
    }

    InputRecord record() {
        return record;
    }

    /**
     * A name used again tomorrow is new, also with the modification time of before, which may be in whole seconds; a file
     * read again after a crash is not, nor is its former content after it was appended to.
     */
    @Override
    public String id() {
        if (hash == null) {
            hash = hash(text == null ? "" : text);
        }
        return idPrefix.get() + ":" + record.position() + ":" + hash;
    }

    /** @return the text; null the second time */
    @Override
    public String text() {
        record.requireValid();
        String read = text;
        if (read != null) {
            hash = hash(read);
        }
        text = null;
        return read;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public String toString() {
        return "record " + record.position();
    }
}
