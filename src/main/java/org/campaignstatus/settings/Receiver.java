package org.campaignstatus.settings;

import java.net.URI;
import java.util.Locale;

/**
 * A Web or application server that takes notifications, and the address there.
 *
 * @param uri the address, exactly as configured
 * @param server scheme, host and port in lower case; what shares a connection pool
 */
public record Receiver(URI uri, String server) {

    /** @throws IllegalArgumentException if the text is not an http or https URI that a request can be sent to */
    static Receiver parse(String text) {
        URI uri = URI.create(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http");
        if (!http && !scheme.equals("https")
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getRawFragment() != null
                || uri.getPort() == 0
                || uri.getPort() > 65_535
                || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException();
        }
        int port = uri.getPort() > 0 ? uri.getPort() : http ? 80 : 443;
        return new Receiver(uri, scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port);
    }

    /** @return path and query as configured, for the request line */
    public String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** @return the address without its query, which may hold a secret */
    public String shown() {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    @Override
    public String toString() {
        return shown();
    }
}
