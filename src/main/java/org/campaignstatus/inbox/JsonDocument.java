package org.campaignstatus.inbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.input.Refusal;

/**
 * A JSON file: one object, or an array of them. It is cut into its elements only if it is well-formed to its end, so that
 * nothing is taken from a file that was cut off. What the elements hold is looked at later, each on its own.
 */
final class JsonDocument {

    static final long LARGEST = 16 * 1024 * 1024;

    /** An element of 1 MiB, the longest that can be used, cannot be deeper; the parser has an object for each level. */
    private static final int DEEPEST = Json.LONGEST_TEXT / 2;

    /** Only cuts: leaves duplicate keys, depth and sizes to the strict reader of each element. */
    private static final JsonFactory CUTTER = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength((int) LARGEST)
                    .maxNameLength((int) LARGEST)
                    .maxNumberLength((int) LARGEST)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private JsonDocument() {}

    /** @return the elements of the file, or one piece that says why there are none */
    static List<Piece> pieces(Path file) throws IOException {
        byte[] bytes = read(file);
        if (bytes.length > LARGEST) {
            return List.of(Piece.unusable(
                    Refusal.TOO_LONG, "over 16 MiB: expected a smaller file, or one of JSON Lines (.jsonl)"));
        }
        try {
            return cut(Json.utf8(ByteBuffer.wrap(bytes)));
        } catch (JsonProcessingException e) {
            return List.of(Piece.unusable(Refusal.NOT_JSON, Json.invalid(e).getMessage()));
        } catch (InvalidInputException e) {
            return List.of(Piece.unusable(e.refusal(), e.getMessage()));
        }
    }

    /** Reads no more of it than shows that it is too large, whatever its size was when it was asked for. */
    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes((int) LARGEST + 1);
        }
    }

    private static List<Piece> cut(String text) throws IOException {
        if (text.isBlank()) {
            throw new InvalidInputException(Refusal.NOT_JSON, "empty: expected a JSON object or an array of them");
        }
        List<Piece> pieces = new ArrayList<>();
        try (JsonParser parser = CUTTER.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    pieces.add(element(parser, text, pieces.size() + 1));
                }
            } else {
                pieces.add(element(parser, text, 1));
            }
            if (parser.nextToken() != null) {
                throw new InvalidInputException(Refusal.NOT_JSON, "text after the JSON value: expected nothing");
            }
        }
        return pieces;
    }

    private static Piece element(JsonParser parser, String text, int position) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getCharOffset();
        Piece piece = Piece.of(position, text.substring(start, end), 0, 0);
        return Json.isTooLong(piece.text())
                ? piece.refused(
                        Refusal.TOO_LONG, "over 1 MiB: expected an object of at most " + Json.LONGEST_TEXT + " bytes")
                : piece;
    }
}
