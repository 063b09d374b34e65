package org.campaignstatus.settings;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A TCP port to listen on. Servers complain of a port that is taken with a stack trace, and some go on without it, so it
 * is tried before they are started.
 *
 * @param host the address to listen on
 * @param port the port, 1 to 65535
 */
public record ListeningPort(String host, int port) {

    /** @throws IOException if nobody can listen there; the message says why, but not where */
    public void check() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
