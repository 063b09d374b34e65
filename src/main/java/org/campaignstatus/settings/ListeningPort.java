package org.campaignstatus.settings;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A TCP port to listen on, 1 to 65535. It is tried before a server starts, because servers log a stack trace if it is taken,
 * and some go on without it.
 */
public record ListeningPort(String host, int port) {

    /** @throws IOException if nobody can listen there; the message does not name the port */
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
