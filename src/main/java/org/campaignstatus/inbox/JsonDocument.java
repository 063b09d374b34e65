package org.campaignstatus.inbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.input.RejectionReason;

/**
 * A JSON file: one object, or an array of them. It is read twice: first a parser makes sure that it is well-formed to its
 * end, so that nothing is taken from a truncated file; then it is cut into its elements one at a time, because all of them
 * would fill the heap. The elements themselves are checked later.
 */
final class JsonDocument implements Iterator<InputRecord> {

    static final long LARGEST = 16 * 1024 * 1024;

    /** A valid element has at least 32 bytes. */
    static final int MOST_ELEMENTS = (int) LARGEST / 32;

    /** An element of 1 MiB, the longest that can be used, cannot be deeper; the parser has an object for each level. */
    private static final int DEEPEST = Json.LONGEST_TEXT / 2;

    private static final int END = -1;

    private static final byte[] BYTE_ORDER_MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

    /** Leaves duplicate keys, depth and sizes to the strict reader of each element. */
    private static final JsonFactory LENIENT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength((int) LARGEST)
                    .maxNameLength((int) LARGEST)
                    .maxNumberLength((int) LARGEST)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private final InputStream in;
    private final boolean isArray;
    private final RecordText text = new RecordText();
    private long read;
    private int current;
    private int position;
    private InputRecord next;

    private JsonDocument(InputStream in) throws IOException {
        this.in = in;
        skip();
        for (byte mark : BYTE_ORDER_MARK) {
            if (current == (mark & 0xFF)) {
                skip();
            }
        }
        while (isSpace(current)) {
            skip();
        }
        isArray = current == '[';
        if (isArray) {
            skip();
        }
        next = element();
    }

    /** @return the elements of the file, or one record that says why there are none */
    static Iterator<InputRecord> records(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try {
            check(channel);
            channel.position(0);
            return new JsonDocument(new BufferedInputStream(Channels.newInputStream(channel), 64 * 1024));
        } catch (InvalidInputException e) {
            channel.close();
            return List.of(InputRecord.unusable(e.rejection(), e.getMessage())).iterator();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void check(FileChannel file) throws IOException {
        try (JsonParser parser = LENIENT.createParser(Json.withoutByteOrderMark(new BufferedReader(
                new InputStreamReader(Channels.newInputStream(file), StandardCharsets.UTF_8.newDecoder()))))) {
            checkSize(file.size());
            checkElements(parser, file);
            if (parser.nextToken() != null) {
                throw new InvalidInputException(
                        RejectionReason.NOT_JSON, "text after the JSON value: expected nothing");
            }
            checkSize(file.position());
        } catch (JsonProcessingException e) {
            throw Json.invalid(e);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(RejectionReason.NOT_JSON, "not UTF-8");
        }
    }

    private static void checkElements(JsonParser parser, FileChannel file) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new InvalidInputException(
                    RejectionReason.NOT_JSON, "empty: expected a JSON object or an array of them");
        }
        if (first != JsonToken.START_ARRAY) {
            parser.skipChildren();
            parser.finishToken();
            return;
        }
        for (int elements = 0; parser.nextToken() != JsonToken.END_ARRAY; elements++) {
            parser.skipChildren();
            parser.finishToken();
            if (elements == MOST_ELEMENTS) {
                throw new InvalidInputException(
                        RejectionReason.TOO_LONG, "over " + MOST_ELEMENTS + " elements: expected a smaller file");
            }
            // the file may have grown meanwhile
            checkSize(file.position());
        }
    }

    private static void checkSize(long size) {
        if (size > LARGEST) {
            throw new InvalidInputException(
                    RejectionReason.TOO_LONG, "over 16 MiB: expected a smaller file, or one of JSON Lines (.jsonl)");
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public InputRecord next() {
        InputRecord record = next;
        if (record == null) {
            throw new NoSuchElementException();
        }
        try {
            next = record.last() || !isArray ? end() : element();
        } catch (IOException e) {
            next = InputRecord.unreadable(position + 1, e);
        }
        return record;
    }

    /** Cuts out the next element; relies on the file being well-formed. */
    private InputRecord element() throws IOException {
        while (current == ',' || isSpace(current)) {
            skip();
        }
        if (current == ']') {
            return end();
        }
        if (current == END) {
            throw new IOException("it has changed meanwhile");
        }
        position++;
        long start = read - 1;
        text.clear();
        boolean inString = false;
        for (int depth = 0; depth > 0 || inString || !endsElement(current); ) {
            if (current == END) {
                throw new IOException("it has changed meanwhile");
            }
            if (current == '"') {
                inString = !inString;
            } else if (inString && current == '\\') {
                keep();
            } else if (!inString) {
                depth += current == '{' || current == '[' ? 1 : current == '}' || current == ']' ? -1 : 0;
            }
            keep();
        }
        return text.record(position, start, "an object");
    }

    private static boolean endsElement(int next) {
        return next == ',' || next == ']' || next == END || isSpace(next);
    }

    private void keep() throws IOException {
        text.add(current);
        skip();
    }

    private void skip() throws IOException {
        current = in.read();
        read++;
    }

    private InputRecord end() throws IOException {
        in.close();
        return null;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
