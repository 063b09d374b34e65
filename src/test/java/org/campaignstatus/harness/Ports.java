package org.campaignstatus.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that cannot choose one themselves. None is of the range from which the system gives ports to clients:
 * another process could have got it before the server listens there. No port is given twice by a process, and processes
 * begin at different places.
 */
public final class Ports {

    private static final int FIRST = 10_000;
    private static final int COUNT = 22_000;

    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private Ports() {}

    public static int free() {
        int port = next();
        while (isTaken(port)) {
            port = next();
        }
        return port;
    }

    private static int next() {
        return FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
    }

    private static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
        }
    }
}
