package org.campaignstatus.settings;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Headers that a site adds to each request, as RFC 9110, section 5, allows them. None of them can end the header it
 * stands in, and none can take the place of one that this program or HTTP itself is in charge of. Immutable.
 *
 * @param fields from a name to its value
 */
public record HeaderFields(Map<String, String> fields) {

    /** What is allowed, for the operator. */
    static final String ALLOWED =
            "one header a line, 'Name: value', in printable ASCII, 64 at most, none that the program or HTTP sets";

    private static final int MAX_FIELDS = 64;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7E]([\\t\\x20-\\x7E]*[\\x21-\\x7E])?");

    /** Set by this program, or by the client for this connection and this message. */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "content-type",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "te",
            "trailer",
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "upgrade",
            "http2-settings",
            "expect",
            "user-agent");

    private static final Set<String> RESERVED_FAMILIES = Set.of("ce-", "webhook-", "camel");

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
                || isReserved(name.toLowerCase(Locale.ROOT))
                || fields.put(name, value) != null) {
            throw new IllegalArgumentException();
        }
    }

    private static boolean isReserved(String name) {
        return RESERVED.contains(name) || RESERVED_FAMILIES.stream().anyMatch(name::startsWith);
    }

    /** @return the names only: a value may be a secret */
    @Override
    public String toString() {
        return fields.keySet().toString();
    }
}
