package org.campaignstatus.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void whatTheTextSaysIsRead() {
        assertThat(Json.object(" {\"a\": [1, {\"b\": \"\\u00fc😀\"}]}\r\n")
                        .at("/a/1/b")
                        .textValue())
                .isEqualTo("ü😀");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1, \"a\": 2} | not valid JSON: Duplicate field 'a'",
                "{\"x\": [{\"a\": 1, \"a\": 1}]} | not valid JSON: Duplicate field 'a'",
                "{\"\\u0061\": 1, \"a\": 1} | not valid JSON: Duplicate field 'a'",
                "{} {} | text after the JSON value: expected nothing",
                "{} x | not valid JSON: Unrecognized token 'x'",
                "{}} | not valid JSON: Unexpected close marker",
                "{\"a\": 1 | not valid JSON: Unexpected end-of-input: expected close marker for Object (start marker at [line",
                "{\"a\": \"b | not valid JSON: Unexpected end-of-input",
                "{a: 1} | not valid JSON: Unexpected character",
                "{'a': 1} | not valid JSON: Unexpected character",
                "{\"a\": 01} | not valid JSON: Invalid numeric value",
                "{\"a\": NaN} | not valid JSON: Non-standard token 'NaN'",
                "{\"a\": 1,} | not valid JSON: Unexpected character",
                "{\"a\": 1} // why | not valid JSON: Unexpected character",
                "[] | expected a JSON object, got an array",
                "1 | expected a JSON object, got a number",
                "\"{}\" | expected a JSON object, got a string",
                "true | expected a JSON object, got true or false",
                "null | expected a JSON object, got null",
            })
    void whatIsNotOneObjectIsInvalid(String text, String problem) {
        assertThatThrownBy(() -> Json.object(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t"})
    void nothingIsNoObject(String text) {
        assertThatThrownBy(() -> Json.object(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("empty: expected a JSON object");
    }

    @Test
    void aComplaintSaysWhereAndIsOneLine() {
        assertThatThrownBy(() -> Json.object("{\n \"a\": oops\n}"))
                .hasMessageEndingWith("(line 2, column 7)")
                .message()
                .doesNotContain("\n");
        assertThatThrownBy(() -> Json.object("{\"a\": " + "x".repeat(100_000) + "}"))
                .message()
                .hasSizeLessThan(350);
    }

    @Test
    void anObjectMayBe100LevelsDeep() {
        assertThat(Json.object(nested(100))).isNotNull();
        assertThatThrownBy(() -> Json.object(nested(101)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("not valid JSON: Document nesting depth");
        assertThatThrownBy(() -> Json.object(nested(100_000))).isInstanceOf(InvalidInputException.class);
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": \"ü😀\"}", "", "\u0000"})
    void utf8IsDecoded(String text) {
        assertThat(Json.utf8(StandardCharsets.UTF_8.encode(text))).isEqualTo(text);
        assertThat(Json.utf8(StandardCharsets.UTF_8.encode("\uFEFF" + text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-16LE", "windows-1252"})
    void otherEncodingsAreRejected(String charset) {
        ByteBuffer bytes = Charset.forName(charset).encode("\u00fc\u00ff");
        assertThatThrownBy(() -> Json.utf8(bytes))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("not UTF-8");
    }

    @Test
    void overlongAndHalfCharactersAreRejected() {
        for (byte[] bytes : new byte[][] {
            {(byte) 0xC0, (byte) 0x80}, {(byte) 0xE2, (byte) 0x82}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}
        }) {
            assertThatThrownBy(() -> Json.utf8(ByteBuffer.wrap(bytes))).isInstanceOf(InvalidInputException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "€", "😀"})
    void theLongestTextIsCountedInBytes(String character) {
        int bytes = character.getBytes(StandardCharsets.UTF_8).length;
        String longest = character.repeat(Json.LONGEST_TEXT / bytes) + "x".repeat(Json.LONGEST_TEXT % bytes);
        assertThat(Json.isTooLong(longest)).isFalse();
        assertThat(Json.isTooLong(longest + "x")).isTrue();
    }
}
