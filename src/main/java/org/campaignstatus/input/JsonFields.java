package org.campaignstatus.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The members of one JSON object, each read as the type its format asks for. A member that is {@code null} counts as
 * left out. Exceptions name the member by its path, its value and the expected one.
 */
public final class JsonFields {

    /** RFC 3339 section 5.6, {@code date-time}; fractions beyond nanoseconds are cut. */
    private static final Pattern DATE_TIME = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})[Tt](\\d{2}:\\d{2}:\\d{2})(?:(\\.\\d{1,9})\\d*)?([Zz]|[+-]\\d{2}:\\d{2})");

    /** JSON integers are exact in every reader up to this one (RFC 8259 section 6). */
    private static final double LARGEST_EXACT = 9_007_199_254_740_991d;

    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private static final int LONGEST_SHOWN = 60;

    private final ObjectNode object;
    private final String path;

    public JsonFields(ObjectNode object) {
        this(object, "");
    }

    private JsonFields(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /** @return the text, or null if it is left out; never empty */
    public String text(String name) {
        String text = read(name, "a non-empty string", JsonFields::nonEmptyText);
        return text == null ? null : wellFormed(name, text);
    }

    /**
     * Half of a surrogate pair, which JSON can have, is no character and has no bytes in UTF-8: texts that differ only there
     * would be the same afterwards, and no notification could hold them.
     */
    private String wellFormed(String name, String text) {
        if (LONE_SURROGATE.matcher(text).find()) {
            throw unexpected(name, "text without half a surrogate pair");
        }
        return text;
    }

    /** @return the text, or null if it is left out or empty */
    public String textIfAny(String name) {
        JsonNode node = get(name);
        return node != null && node.isTextual() && node.textValue().isEmpty() ? null : text(name);
    }

    public String requiredText(String name) {
        require(name, "a non-empty string");
        return text(name);
    }

    /** @return the integer, 0 to 2147483647, or null if it is left out */
    public Integer integer(String name) {
        return read(name, "an integer from 0 to " + Integer.MAX_VALUE, JsonFields::index);
    }

    /** @return a DBID, 1 to 2147483647 */
    public int requiredDbid(String name) {
        require(name, "a DBID");
        Integer dbid = index(get(name));
        if (dbid == null || dbid == 0) {
            throw unexpected(name, "a DBID, an integer from 1 to " + Integer.MAX_VALUE);
        }
        return dbid;
    }

    /** @return the number, finite and not negative, or null if it is left out */
    public Double number(String name) {
        return read(name, "a number that is not negative", node -> upTo(Double.MAX_VALUE, node));
    }

    /** @return the count, 0 to 2^53-1 so that sums stay exact, or null if it is left out */
    public Double count(String name) {
        return read(name, "a number from 0 to 9007199254740991", node -> upTo(LARGEST_EXACT, node));
    }

    /** @return the point in time, or null if it is left out */
    public Instant time(String name) {
        JsonNode node = get(name);
        if (node == null) {
            return null;
        }
        Matcher matcher = DATE_TIME.matcher(node.isTextual() ? node.textValue() : "");
        if (!matcher.matches()) {
            throw unexpected(name, "a time as in RFC 3339 with an offset, for example 2026-11-23T08:31:00.123Z");
        }
        try {
            String fraction = matcher.group(3) == null ? "" : matcher.group(3);
            String offset = matcher.group(4).toUpperCase(Locale.ROOT);
            return OffsetDateTime.parse(matcher.group(1) + "T" + matcher.group(2) + fraction + offset)
                    .toInstant();
        } catch (DateTimeException e) {
            throw unexpected(name, "a date and time that exist");
        }
    }

    /** @return an Integer or a non-empty String; null if it is left out */
    public Object integerOrText(String name, String expected) {
        Object value = read(name, expected, node -> node.isTextual() ? nonEmptyText(node) : index(node));
        return value instanceof String text ? wellFormed(name, text) : value;
    }

    /** @return a string, a number, true or false as the text that was written; never null */
    public String scalar(String name) {
        JsonNode node = get(name);
        if (node == null || node.isContainerNode()) {
            throw unexpected(name, "a string");
        }
        return wellFormed(name, node.asText());
    }

    /** @return the members of a nested object, or null if it is left out */
    public JsonFields object(String name) {
        ObjectNode nested = read(name, "an object", node -> node instanceof ObjectNode object ? object : null);
        return nested == null ? null : new JsonFields(nested, path + name + ".");
    }

    /** @return the objects of a nested array, in their order; empty if it is left out */
    public List<JsonFields> objects(String name) {
        JsonNode node = get(name);
        if (node == null) {
            return List.of();
        }
        List<JsonFields> items = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            if (item instanceof ObjectNode object) {
                items.add(new JsonFields(object, path + name + "[" + items.size() + "]."));
            }
        }
        if (!node.isArray() || items.size() < node.size()) {
            throw unexpected(name, "an array of objects");
        }
        return items;
    }

    /** @return the names of all members, in their order */
    public List<String> names() {
        List<String> names = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** @throws InvalidInputException if the member is left out */
    public void require(String name, String expected) {
        if (!has(name)) {
            throw new InvalidInputException(path + name + " is missing: expected " + expected);
        }
    }

    /** @return the member and what it holds, for a message */
    public String shown(String name) {
        JsonNode node = object.get(name);
        return path + name + (node == null ? " missing" : " " + shown(node));
    }

    /** @return the exception that a member is not as expected, for the caller to throw */
    public InvalidInputException unexpected(String name, String expected) {
        return new InvalidInputException(path + name + " is " + shown(object.get(name)) + ": expected " + expected);
    }

    /** @param reading returns null for a value that is not as expected */
    private <T> T read(String name, String expected, Function<JsonNode, T> reading) {
        JsonNode node = get(name);
        if (node == null) {
            return null;
        }
        T value = reading.apply(node);
        if (value == null) {
            throw unexpected(name, expected);
        }
        return value;
    }

    private JsonNode get(String name) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private static String nonEmptyText(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
    }

    private static Integer index(JsonNode node) {
        boolean isIndex = node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0;
        return isIndex ? (Integer) node.intValue() : null;
    }

    private static Double upTo(double largest, JsonNode node) {
        double number = node.isNumber() ? node.doubleValue() : Double.NaN;
        return number >= 0 && number <= largest ? (Double) number : null;
    }

    private static String shown(JsonNode node) {
        if (node.isContainerNode()) {
            return kind(node);
        }
        String text = node.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            default -> "null";
        };
    }
}
