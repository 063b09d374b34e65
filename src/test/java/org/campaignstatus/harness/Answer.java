package org.campaignstatus.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** How a receiver answers a request: as it should, or in one of the ways in which receivers fail. */
public interface Answer {

    /** @return whether the connection may be used for another request */
    boolean answer(Socket socket, Receiver.Request request) throws IOException;

    /** @return whether the request is read at all */
    default boolean beforeReading(Socket socket) throws IOException {
        return true;
    }

    static Answer status(int status) {
        return bytes("HTTP/1.1 " + status + " Whatever\r\nContent-Length: 0\r\n\r\n", true);
    }

    static Answer statusWith(int status, String header) {
        return bytes("HTTP/1.1 " + status + " Whatever\r\n" + header + "\r\nContent-Length: 0\r\n\r\n", true);
    }

    /** An answer with a body that nobody should care about. */
    static Answer statusWithBody(int status, String body) {
        return bytes(
                "HTTP/1.1 %d Whatever\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body), true);
    }

    /** The first request is answered this way, all others another way. */
    default Answer once(Answer others) {
        Answer first = this;
        AtomicBoolean over = new AtomicBoolean();
        return new Answer() {
            @Override
            public boolean beforeReading(Socket socket) throws IOException {
                if (over.get() || first.beforeReading(socket)) {
                    return true;
                }
                over.set(true);
                return false;
            }

            @Override
            public boolean answer(Socket socket, Receiver.Request request) throws IOException {
                return (over.getAndSet(true) ? others : first).answer(socket, request);
            }
        };
    }

    /** Says nothing and keeps the connection. */
    static Answer silence() {
        return (socket, request) -> {
            while (socket.getInputStream().read() >= 0) {
                // whatever comes is not answered either
            }
            return false;
        };
    }

    /** Takes its time, then answers 200. */
    static Answer after(Duration pause) {
        return (socket, request) -> {
            await(new CountDownLatch(1), pause);
            return status(200).answer(socket, request);
        };
    }

    /** Answers 200 once the test opens the gate. */
    static Answer when(CountDownLatch gate) {
        return (socket, request) -> {
            await(gate, Duration.ofMinutes(1));
            return status(200).answer(socket, request);
        };
    }

    /** A whole head and half of the body that it announces. */
    static Answer half() {
        return bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", false);
    }

    /** A body that never ends, as fast as it is taken. */
    static Answer endless() {
        return (socket, request) -> {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            byte[] chunk = new byte[8192];
            while (!socket.isClosed()) {
                out.write(chunk);
            }
            return false;
        };
    }

    /** A body that never ends, a byte at a time, so that no single read waits for long. */
    static Answer dripping() {
        return (socket, request) -> {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (!socket.isClosed()) {
                out.write('.');
                out.flush();
                await(new CountDownLatch(1), Duration.ofMillis(100));
            }
            return false;
        };
    }

    /** Opens a tunnel to a port of this machine, as a proxy does, whatever host it is asked for. */
    static Answer tunnel(int port) {
        return (socket, request) -> {
            try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                Thread back = new Thread(() -> copy(target, socket), "tunnel");
                back.setDaemon(true);
                back.start();
                copy(socket, target);
            }
            return false;
        };
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one of the two has gone
        }
    }

    /** Not an answer of this protocol. */
    static Answer garbage() {
        return bytes("220 mail.example.com ESMTP\r\n", false);
    }

    /** Resets the connection after the request was read. */
    static Answer reset() {
        return (socket, request) -> {
            socket.setSoLinger(true, 0);
            socket.close();
            return false;
        };
    }

    /** Resets the connection as soon as something of a request can be read. */
    static Answer resetBeforeReading() {
        return new Answer() {
            @Override
            public boolean beforeReading(Socket socket) throws IOException {
                socket.setSoLinger(true, 0);
                socket.close();
                return false;
            }

            @Override
            public boolean answer(Socket socket, Receiver.Request request) {
                throw new IllegalStateException("nothing was read");
            }
        };
    }

    /** Closes the connection without an answer. */
    static Answer close() {
        return bytes("", false);
    }

    /** What is written down here, whatever that means. */
    static Answer bytes(String bytes, boolean keep) {
        return (socket, request) -> {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return keep;
        };
    }

    private static void await(CountDownLatch gate, Duration most) {
        try {
            gate.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
