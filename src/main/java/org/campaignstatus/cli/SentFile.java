package org.campaignstatus.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import org.campaignstatus.inbox.InputRecord;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;

/** A file whose objects are sent, or a copy of the standard input, which is deleted after that. */
record SentFile(Path file, boolean isCopy) implements AutoCloseable {

    private static final String STANDARD_INPUT = "-";

    /** @throws IOException if it is no file; says so */
    static SentFile of(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            Path copy = Files.createTempFile("send", ".json");
            Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
            return new SentFile(copy, true);
        }
        Path file = Path.of(name).toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + (Files.exists(file) ? " is no file" : " is missing")
                    + ": expected a file with JSON objects, or - for the standard input");
        }
        return new SentFile(file.toRealPath(), false);
    }

    Iterator<InputRecord> records() throws IOException {
        return InputRecord.read(file, isJsonLines());
    }

    boolean isJsonLines() throws IOException {
        return isCopy
                ? beginsWithObjectInOneLine()
                : file.toString().toLowerCase().endsWith(".jsonl");
    }

    private boolean beginsWithObjectInOneLine() throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String first = lines.readLine();
            while (first != null && first.isBlank()) {
                first = lines.readLine();
            }
            Json.object(first == null ? "" : first);
            return true;
        } catch (InvalidInputException | CharacterCodingException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (isCopy) {
            Files.delete(file);
        }
    }
}
