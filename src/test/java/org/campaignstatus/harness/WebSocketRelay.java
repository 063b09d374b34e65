package org.campaignstatus.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * Takes one connection and passes on what it brings by way of a WebSocket, as a page in a browser could: any protocol in
 * binary frames, both ways.
 */
public final class WebSocketRelay implements AutoCloseable {

    private final ServerSocket server;
    private final URI target;

    /** Writes what comes back to the socket. */
    private record Back(Socket socket) implements WebSocket.Listener {

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                from.abort();
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable problem) {
            closed();
        }

        private void closed() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private WebSocketRelay(URI target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::relay, "web socket");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param port a port of this machine that is asked for a WebSocket */
    public static WebSocketRelay to(int port) {
        return new WebSocketRelay(URI.create("ws://127.0.0.1:" + port + "/"));
    }

    public int port() {
        return server.getLocalPort();
    }

    private void relay() {
        try (Socket socket = server.accept()) {
            WebSocket there = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(target, new Back(socket))
                    .join();
            InputStream in = socket.getInputStream();
            byte[] bytes = new byte[8192];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                there.sendBinary(ByteBuffer.wrap(bytes, 0, n), true).join();
            }
        } catch (IOException | RuntimeException e) {
            // one of the two has gone, or there is no WebSocket
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
