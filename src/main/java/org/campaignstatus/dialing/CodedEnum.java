package org.campaignstatus.dialing;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.campaignstatus.input.JsonFields;

/** The values of an enumeration by code, which is their order, and by the vendor's name. Immutable. */
public final class CodedEnum<E extends Enum<E>> {

    private final E[] byCode;
    private final Map<String, E> byName;
    private final String expected;

    CodedEnum(E[] values, Function<E, String> name) {
        byCode = values;
        byName = Arrays.stream(values).collect(Collectors.toMap(name, Function.identity()));
        expected = "a code from 0 to " + (values.length - 1) + " or one of "
                + Arrays.stream(values).map(name).collect(Collectors.joining(", "));
    }

    /**
     * @return the value of a code or a name, or null if the member is left out
     * @throws org.campaignstatus.input.InvalidInputException for anything else
     */
    public E read(JsonFields members, String member) {
        Object written = members.integerOrText(member, expected);
        if (written == null) {
            return null;
        }
        E value = written instanceof Integer code ? code < byCode.length ? byCode[code] : null : byName.get(written);
        if (value == null) {
            throw members.unexpected(member, expected);
        }
        return value;
    }

    /** @return the value of that code, or null for null */
    public E withCode(Integer code) {
        return code == null ? null : byCode[code];
    }
}
