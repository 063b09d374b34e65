package org.campaignstatus.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A client that sends bytes as they stand, which an HTTP library would not. */
final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;

    final Socket socket;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    /** @return the head of the answer to what is written here */
    static String head(int port, String request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            return client.write(request).head();
        }
    }

    /** @return all that comes until the server closes the connection */
    static String all(int port, String request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            return new String(client.write(request).socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    RawClient write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** @return what comes up to the next empty line, or to the end */
    String head() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (head.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
