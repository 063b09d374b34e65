package org.campaignstatus.util;

import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The host names in requests that a server without authentication accepts. On the loopback interface any other name is a DNS rebinding attack: a
 * foreign page in the operator's browser has its own name resolve to this address. On another interface any name may be
 * right. Immutable.
 */
public final class Hosts {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

    private final String host;
    private final boolean loopback;

    /** @param host the address or name that the server listens on */
    public Hosts(String host) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.loopback = isLoopback(host);
    }

    /** @return whether only this machine reaches what listens there */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** @param authority of a request; null if it has none */
    public boolean isOurs(HostAndPort authority) {
        if (!loopback) {
            return true;
        }
        String name = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
        return name.equals(host) || LOOPBACK.matcher(name).matches();
    }

    public String expected() {
        return "expected localhost or " + host;
    }
}
