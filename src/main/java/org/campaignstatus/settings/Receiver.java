package org.campaignstatus.settings;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Web or application server that takes notifications, and the address there.
 *
 * @param uri the address, exactly as configured
 * @param server scheme, host and port in lower case; receivers with the same one share a connection pool
 */
public record Receiver(URI uri, String server) {

    /** In such an authority {@link URI} finds no host, though machines have such names, for example in Compose files. */
    private static final Pattern WITH_UNDERSCORE =
            Pattern.compile("([A-Za-z0-9_.-]*_[A-Za-z0-9_.-]*)(?::(\\d{1,5})?)?");

    /** @throws IllegalArgumentException if the text is not an http or https URI that a request can be sent to */
    static Receiver parse(String text) {
        URI uri = URI.create(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http");
        Optional<Matcher> underscore = underscore(uri);
        String host = underscore.map(authority -> authority.group(1)).orElse(uri.getHost());
        int written = underscore
                .map(authority -> authority.group(2))
                .map(Integer::parseInt)
                .orElse(uri.getPort());
        if (!http && !scheme.equals("https")
                || host == null
                || uri.getUserInfo() != null
                || uri.getRawFragment() != null
                || written == 0
                || written > 65_535
                || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException();
        }
        int port = written > 0 ? written : http ? 80 : 443;
        return new Receiver(uri, scheme + "://" + host.toLowerCase(Locale.ROOT) + ":" + port);
    }

    private static Optional<Matcher> underscore(URI uri) {
        return uri.getHost() != null || uri.getRawAuthority() == null
                ? Optional.empty()
                : Optional.of(WITH_UNDERSCORE.matcher(uri.getRawAuthority())).filter(Matcher::matches);
    }

    /** @return in lower case; may have underscores */
    public String host() {
        return server.substring(server.indexOf("//") + 2, server.lastIndexOf(':'));
    }

    public int port() {
        return Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
    }

    /** @return path and query as configured, for the request line */
    public String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** @return whether {@link URI}, and so Camel, finds the host in the address */
    public boolean isPlain() {
        return uri.getHost() != null;
    }

    /** @return the address for Camel, with a placeholder for a host in which it would find none */
    public String address() {
        return isPlain() ? uri.toString() : uri.getScheme() + "://underscore.invalid:" + port() + target();
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
