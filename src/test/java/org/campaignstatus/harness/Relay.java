package org.campaignstatus.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A network between a client and a server on this machine: what one sends, its end included, arrives later at the other. */
public final class Relay implements AutoCloseable {

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Duration delay;

    /** Writes to one side, in order. */
    private interface Writing {
        void run() throws IOException;
    }

    /** @param delay each way */
    public Relay(InetSocketAddress target, Duration delay) {
        this.target = target;
        this.delay = delay;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket far = new Socket(target.getAddress(), target.getPort());
                client.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                daemon(() -> copy(client, far));
                daemon(() -> copy(far, client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void copy(Socket from, Socket to) {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "relay");
            thread.setDaemon(true);
            return thread;
        });
        byte[] bytes = new byte[65_536];
        try {
            for (int n = from.getInputStream().read(bytes);
                    n >= 0;
                    n = from.getInputStream().read(bytes)) {
                byte[] read = Arrays.copyOf(bytes, n);
                schedule(later, () -> to.getOutputStream().write(read));
            }
            schedule(later, to::shutdownOutput);
        } catch (IOException e) {
            schedule(later, to::close);
        }
        later.shutdown();
    }

    private void schedule(ScheduledExecutorService later, Writing writing) {
        later.schedule(
                () -> {
                    try {
                        writing.run();
                    } catch (IOException e) {
                        // the other side has gone
                    }
                },
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
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
