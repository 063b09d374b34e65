package org.campaignstatus.page;

import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names that the page may be asked for by. On the loopback interface any other name means that a page from elsewhere
 * has had its own name lead here, to read with the operator's browser what it cannot reach itself (DNS rebinding). On
 * another interface nobody knows what names lead there. Immutable.
 */
final class Hosts {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

    private final String host;
    private final boolean loopback;

    /** @param host the address or name that is listened on */
    Hosts(String host) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.loopback = isLoopback(host);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** @param asked what a request was sent to, as its sender says; null if it does not */
    boolean isOurs(HostAndPort asked) {
        if (!loopback) {
            return true;
        }
        String name = asked == null ? "" : asked.host().toLowerCase(Locale.ROOT);
        return name.equals(host) || LOOPBACK.matcher(name).matches();
    }

    String expected() {
        return "expected localhost or " + host;
    }
}
