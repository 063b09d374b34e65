package org.campaignstatus.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as RFC 8259 has it, read strictly: UTF-8, no duplicate keys, nothing after the value, at most 100 levels deep.
 * Left to its defaults the parser takes the last of two equal keys, ignores what follows the value, and breaks down over
 * names that were made to have equal hashes in its table. Thread-safe.
 */
public final class Json {

    /** The longest text of one event or one set of statistics, in bytes of UTF-8. */
    public static final int LONGEST_TEXT = 1024 * 1024;

    private static final int DEEPEST = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private Json() {}

    /** @return the factory of strict parsers, for documents that are read piece by piece */
    public static JsonFactory factory() {
        return FACTORY;
    }

    /** @return the mapper for parsers that {@link #factory()} made, which reads one value and leaves what follows it */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * @return the one JSON object that the text holds
     * @throws InvalidInputException if the text is anything else
     */
    public static ObjectNode object(String text) {
        if (text.isBlank()) {
            throw new InvalidInputException(RejectionReason.NOT_JSON, "empty: expected a JSON object");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonNode node = MAPPER.readTree(parser);
            if (!(node instanceof ObjectNode object)) {
                throw new InvalidInputException(
                        RejectionReason.NOT_JSON, "expected a JSON object, got " + JsonFields.kind(node));
            }
            if (parser.nextToken() != null) {
                throw new InvalidInputException(
                        RejectionReason.NOT_JSON, "text after the JSON value: expected nothing");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @return the bytes as text, without a byte order mark
     * @throws InvalidInputException if they are not UTF-8
     */
    public static String utf8(ByteBuffer bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(RejectionReason.NOT_JSON, "not UTF-8");
        }
    }

    /** @param text supports marks */
    public static Reader withoutByteOrderMark(Reader text) throws IOException {
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
        return text;
    }

    /** @return whether the text is longer than {@link #LONGEST_TEXT} bytes in UTF-8 */
    public static boolean isTooLong(CharSequence text) {
        // a character has at most three bytes, so most texts need no counting
        return text.length() > LONGEST_TEXT / 3 && utf8Length(text) > LONGEST_TEXT;
    }

    private static long utf8Length(CharSequence text) {
        return text.chars()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate((char) c) ? 2 : 3)
                .sum();
    }

    /** @return what the parser complains of, with line and column and without a piece of the input's neighbourhood */
    public static InvalidInputException invalid(JsonProcessingException problem) {
        JsonLocation at = problem.getLocation();
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        String what = problem.getOriginalMessage().replaceAll("\\[Source: [^;\\]]*; ", "[");
        return new InvalidInputException(RejectionReason.NOT_JSON, "not valid JSON: " + what + where);
    }
}
