package org.campaignstatus.settings;

import java.net.URI;

/** An HTTP proxy on the way to a receiver; the port is 1 to 65535. */
public record ProxyServer(String host, int port) {

    /** @throws IllegalArgumentException if the text is not an http URI of nothing but host and port */
    static ProxyServer parse(String text) {
        Receiver server = Receiver.parse(text);
        URI uri = server.uri();
        if (!uri.getScheme().equalsIgnoreCase("http") || !server.target().equals("/")) {
            throw new IllegalArgumentException();
        }
        return new ProxyServer(server.host(), server.port());
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
