package org.campaignstatus.settings;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Headers that a site adds to each request, by RFC 9110, section 5. None can break out of its line, or replace a header
 * that this program or the HTTP client sets. Immutable.
 *
 * @param fields from a name to its value
 */
public record HeaderFields(Map<String, String> fields) {

    static final String ALLOWED =
            "one header a line, 'Name: value', in printable ASCII, 64 at most, none that the program or HTTP sets";

    private static final int MAX_FIELDS = 64;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7E]([\\t\\x20-\\x7E]*[\\x21-\\x7E])?");

    /** Set by this program, or by the client for this connection and this message. */
    private static final Pattern RESERVED = Pattern.compile(
            "host|transfer-encoding|te|trailer|connection|keep-alive|upgrade|http2-settings|expect|user-agent"
                    + "|x-campaign-status-test|(content-|proxy-|ce-|webhook-|camel).*",
            Pattern.CASE_INSENSITIVE);

    public HeaderFields {
        fields = Collections.unmodifiableMap(fields);
    }

    /** @throws IllegalArgumentException for anything but {@link #ALLOWED} */
    static HeaderFields parse(String text) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> add(line, fields));
        if (fields.size() > MAX_FIELDS) {
            throw new IllegalArgumentException();
        }
        return new HeaderFields(fields);
    }

    private static void add(String line, Map<String, String> fields) {
        int colon = line.indexOf(':');
        String name = line.substring(0, colon);
        String value = line.substring(colon + 1).strip();
        if (!NAME.matcher(name).matches()
                || !VALUE.matcher(value).matches()
                || RESERVED.matcher(name).matches()
                || fields.put(name, value) != null) {
            throw new IllegalArgumentException();
        }
    }

    /** @return the names only: a value may be a secret */
    @Override
    public String toString() {
        return fields.keySet().toString();
    }
}
