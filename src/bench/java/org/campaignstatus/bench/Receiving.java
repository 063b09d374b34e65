package org.campaignstatus.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The process that receives: ten ports, a thread for each connection, and as little work as possible while it is
 * measured against. What came is kept, and looked at when it is asked for.
 */
final class Receiving {

    static final int PORTS = 10;

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final long LONGEST_PARK = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final ServerSocket[] sockets = new ServerSocket[PORTS];
    private final AtomicLongArray delays = new AtomicLongArray(PORTS);
    private final LongAdder[] counts =
            Stream.generate(LongAdder::new).limit(PORTS).toArray(LongAdder[]::new);

    /** What came by one connection. */
    private static final class Connection {
        private final Socket socket;
        private final int port;
        private List<Arrivals.Raw> arrived = new ArrayList<>();

        Connection(Socket socket, int port) {
            this.socket = socket;
            this.port = port;
        }

        synchronized void add(byte[] head, byte[] body) {
            arrived.add(new Arrivals.Raw(System.nanoTime(), port, head, body));
        }

        synchronized List<Arrivals.Raw> take() {
            List<Arrivals.Raw> taken = arrived;
            arrived = new ArrayList<>();
            return taken;
        }
    }

    public static void main(String[] arguments) throws IOException {
        Receiving receiving = new Receiving();
        StringBuilder ports = new StringBuilder();
        for (int port = 0; port < PORTS; port++) {
            ports.append(' ').append(receiving.start(port, 0));
        }
        System.out.println("=" + ports);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println("= " + receiving.answer(command.split(" ")));
        }
    }

    private String answer(String[] command) throws IOException {
        switch (command[0]) {
            case "count":
                return Long.toString(Arrays.stream(counts)
                        .limit(Long.parseLong(command[1]))
                        .mapToLong(LongAdder::sum)
                        .sum());
            case "delay":
                delays.set(Integer.parseInt(command[1]), Long.parseLong(command[2]));
                return "ok";
            case "kill":
                kill(Integer.parseInt(command[1]));
                return "ok";
            case "revive":
                int port = Integer.parseInt(command[1]);
                return "ok " + start(port, sockets[port].getLocalPort());
            case "clear":
                connections.forEach(Connection::take);
                Arrays.stream(counts).forEach(LongAdder::reset);
                System.gc();
                return "ok";
            default:
                return Arrivals.write(
                        Path.of(command[1]),
                        connections.stream()
                                .flatMap(connection -> connection.take().stream())
                                .toList());
        }
    }

    /** @return the number of the port that it listens to */
    private int start(int port, int number) throws IOException {
        ServerSocket socket = new ServerSocket(number, 1000, InetAddress.getLoopbackAddress());
        sockets[port] = socket;
        thread(() -> {
            while (true) {
                Socket accepted = socket.accept();
                Connection connection = new Connection(accepted, port);
                connections.add(connection);
                thread(() -> serve(accepted, connection));
            }
        });
        return socket.getLocalPort();
    }

    private void kill(int port) throws IOException {
        sockets[port].close();
        for (Connection connection : connections) {
            if (connection.port == port) {
                connection.socket.close();
            }
        }
    }

    private interface Serving {
        void serve() throws IOException;
    }

    private static void thread(Serving serving) {
        Thread thread = new Thread(() -> {
            try {
                serving.serve();
            } catch (IOException e) {
                // the other side is gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket, Connection connection) throws IOException {
        try (socket) {
            socket.setTcpNoDelay(true);
            Requests requests = new Requests(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (byte[] body = requests.next(); body != null; body = requests.next()) {
                connection.add(requests.head(), body);
                counts[connection.port].increment();
                pause(connection.port);
                out.write(ANSWER);
            }
        }
    }

    /** Waits for as long as the port is to take now; a shorter time that is set meanwhile counts. */
    private void pause(int port) {
        long begin = System.nanoTime();
        for (long left = left(port, begin); left > 0; left = left(port, begin)) {
            LockSupport.parkNanos(Math.min(left, LONGEST_PARK));
        }
    }

    private long left(int port, long begin) {
        long millis = delays.get(port);
        return millis == 0 ? 0 : TimeUnit.MILLISECONDS.toNanos(millis) - (System.nanoTime() - begin);
    }
}
