package org.campaignstatus.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'m': null}"})
    void whatIsNullIsLeftOut(String json) {
        JsonFields members = members(json);
        assertThat(members.has("m")).isFalse();
        assertThat(members.text("m")).isNull();
        assertThat(members.textIfAny("m")).isNull();
        assertThat(members.integer("m")).isNull();
        assertThat(members.number("m")).isNull();
        assertThat(members.count("m")).isNull();
        assertThat(members.time("m")).isNull();
        assertThat(members.integerOrText("m", "anything")).isNull();
        assertThat(members.object("m")).isNull();
        assertThat(members.objects("m")).isEmpty();
        assertInvalid(() -> members.requiredText("m"), "m is missing: expected a non-empty string");
        assertInvalid(() -> members.requiredDbid("m"), "m is missing: expected a DBID");
        assertInvalid(() -> members.require("m", "anything"), "m is missing: expected anything");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\uD800", "a\\uDC00", "\\uDC00\\uD800", "\\uD83D\\uD83D\\uDE00"})
    void aTextHasNoHalfOfASurrogatePair(String escaped) {
        JsonFields members = members("{'m': '" + escaped + "'}");
        assertThatThrownBy(() -> members.text("m"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith(": expected text without half a surrogate pair");
    }

    @Test
    void aTextMayHaveWholeSurrogatePairs() {
        assertThat(members("{'m': '\\uD83D\\uDE00'}").text("m")).isEqualTo("\uD83D\uDE00");
    }

    @Test
    void aTextIsNotEmpty() {
        assertThat(members("{'m': ' '}").text("m")).isEqualTo(" ");
        assertThat(members("{'m': ''}").textIfAny("m")).isNull();
        assertRejected(members -> members.text("m"), "''", "\"\"", "a non-empty string");
        assertRejected(members -> members.textIfAny("m"), "5", "5", "a non-empty string");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "-0,0", "7,7", "2147483647,2147483647"})
    void anIntegerIsReadExactly(String json, int value) {
        assertThat(members("{'m': " + json + "}").integer("m")).isEqualTo(value);
        assertThat(members("{'m': " + json + "}").integerOrText("m", "")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1.0",
                "1.5",
                "1e2",
                "0.0",
                "2147483648",
                "4294967296",
                "99999999999999999999",
                "'1'",
                "''",
                "true",
                "[]",
                "{}"
            })
    void anIntegerIsWrittenAsOne(String json) {
        assertInvalid(
                () -> members("{'m': " + json + "}").integer("m"),
                "m is " + shown(json) + ": expected an integer from 0 to 2147483647");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "-1", "1.0", "2147483648", "'1'", "[1]"})
    void aDbidIsAnIntegerFromOne(String json) {
        assertInvalid(
                () -> members("{'m': " + json + "}").requiredDbid("m"),
                "m is " + (json.equals("-0") ? "0" : shown(json))
                        + ": expected a DBID, an integer from 1 to 2147483647");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "5e-324,5e-324", "1.5,1.5", "1e300,1e300", "1.7976931348623157e308,1.7976931348623157e308"})
    void aNumberIsFiniteAndNotNegative(String json, double value) {
        assertThat(members("{'m': " + json + "}").number("m")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1e309", "-1e309", "'1'", "true", "[]"})
    void whatIsNoSuchNumberIsRejected(String json) {
        assertThatThrownBy(() -> members("{'m': " + json + "}").number("m"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("m is ")
                .hasMessageEndingWith(": expected a number that is not negative");
    }

    @Test
    void aCountIsANumberThatIsExact() {
        assertThat(members("{'m': 9007199254740991}").count("m")).isEqualTo(9007199254740991d);
        assertRejected(
                members -> members.count("m"),
                "9007199254740992",
                "9007199254740992",
                "a number from 0 to 9007199254740991");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T08:31:00Z,2026-11-23T08:31:00Z",
        "2026-11-23t08:31:00z,2026-11-23T08:31:00Z",
        "2026-11-23T08:31:00.1Z,2026-11-23T08:31:00.100Z",
        "2026-11-23T08:31:00.123456789Z,2026-11-23T08:31:00.123456789Z",
        "2026-11-23T08:31:00.123456789999Z,2026-11-23T08:31:00.123456789Z",
        "2026-11-23T08:31:00.000000000999Z,2026-11-23T08:31:00Z",
        "2026-11-23T00:31:00+01:00,2026-11-22T23:31:00Z",
        "2026-11-23T23:31:00.5-09:30,2026-11-24T09:01:00.500Z",
        "2026-11-23T08:31:00+00:00,2026-11-23T08:31:00Z",
        "2026-11-23T08:31:00-00:00,2026-11-23T08:31:00Z",
        "2028-02-29T23:59:59Z,2028-02-29T23:59:59Z",
        "0000-01-01T00:00:00Z,0000-01-01T00:00:00Z",
    })
    void aTimeIsReadInEveryFormOfTheRfc(String text, String instant) {
        assertThat(members("{'m': '" + text + "'}").time("m")).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T08:31:60Z", "2016-12-31T23:59:60Z", "2026-11-23T24:00:00Z", "2026-02-29T00:00:00Z",
                "2026-11-31T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-23T08:31:00+18:01", "2026-11-23T08:31:00+01:60"
            })
    void aTimeThatDoesNotExistIsRejected(String text) {
        assertInvalid(
                () -> members("{'m': '" + text + "'}").time("m"),
                "m is \"" + text + "\": expected a date and time that exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "'now'",
                "'2026-11-23'",
                "'2026-11-23T08:31:00'",
                "'2026-11-23 08:31:00Z'",
                "'2026-11-23T08:31Z'",
                "'2026-11-23T08:31:00.Z'",
                "'2026-11-23T08:31:001Z'",
                "'2026-11-23T08:31:00,1Z'",
                "'20261123T083100Z'",
                "'2026-11-23T08:31:00+01'",
                "'2026-11-23T08:31:00+0100'",
                "'2026-11-23T08:31:00 Z'",
                "'12026-11-23T08:31:00Z'",
                "'2026-11-23T08:31:00[UTC]'",
                "'٢٠٢٦-11-23T08:31:00Z'",
                "1795422660",
                "1795422660.5",
                "true",
                "[]",
                "{}"
            })
    void whatIsNoTimeIsRejected(String json) {
        assertInvalid(
                () -> members("{'m': " + json + "}").time("m"),
                "m is " + shown(json)
                        + ": expected a time as in RFC 3339 with an offset, for example 2026-11-23T08:31:00.123Z");
    }

    @Test
    void anObjectAndItsMembersAreNamedByTheirPath() {
        JsonFields outer = members("{'a': {'b': [{'c': 1}, {'c': -1}]}, 'x': 5, 'y': [{}, 5]}");
        assertInvalid(
                () -> outer.object("a").objects("b").get(1).integer("c"),
                "a.b[1].c is -1: expected an integer from 0 to 2147483647");
        assertInvalid(() -> outer.object("x"), "x is 5: expected an object");
        assertInvalid(() -> outer.objects("a"), "a is an object: expected an array of objects");
        assertInvalid(() -> outer.objects("y"), "y is an array: expected an array of objects");
        assertThat(outer.names()).containsExactly("a", "x", "y");
    }

    @ParameterizedTest
    @CsvSource({"'text',text", "5,5", "true,true"})
    void aScalarIsTheTextThatWasWritten(String json, String text) {
        assertThat(members("{'m': " + (json.equals("text") ? "'text'" : json) + "}")
                        .scalar("m"))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}"})
    void aScalarIsNoContainer(String json) {
        assertThatThrownBy(() -> members("{'m': " + json + "}").scalar("m"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith(": expected a string");
    }

    @Test
    void aComplaintDoesNotRepeatALongValueOrSeveralLines() {
        assertThatThrownBy(() -> members("{'m': '" + "x".repeat(1000) + "'}").integer("m"))
                .message()
                .startsWith("m is \"xxx")
                .hasSizeLessThan(150);
        assertThat(new InvalidInputException("a\r\nb\u0000c").getMessage()).isEqualTo("a b c");
        assertThat(new InvalidInputException("x".repeat(1000)).getMessage()).hasSize(301);
    }

    private static JsonFields members(String json) {
        return new JsonFields(Json.object(json.replace('\'', '"')));
    }

    private static void assertRejected(
            Function<JsonFields, Object> reading, String json, String shown, String expected) {
        assertInvalid(() -> reading.apply(members("{'m': " + json + "}")), "m is " + shown + ": expected " + expected);
    }

    private static void assertInvalid(ThrowingCallable reading, String problem) {
        assertThatThrownBy(reading).isInstanceOf(InvalidInputException.class).hasMessage(problem);
    }

    private static String shown(String json) {
        return switch (json) {
            case "[]", "[1]" -> "an array";
            case "{}" -> "an object";
            case "1e2" -> "100.0";
            case "1795422660.5" -> "1.7954226605E9";
            default -> json.replace('\'', '"');
        };
    }
}
