package org.campaignstatus.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A Web server on the loopback interface that records what it gets, byte for byte, and answers as its script says. It
 * speaks just enough HTTP/1.1 on plain sockets to be able to misbehave in ways that a library would not allow.
 */
public final class Receiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A request as it arrived.
     *
     * @param head the request line and the header lines, as they came
     * @param headers the headers, by their names in lower case
     * @param parsed the body as JSON, once somebody has asked for it: a test that waits asks for the same ones again and again
     */
    public record Request(
            String method,
            String target,
            Map<String, String> headers,
            byte[] body,
            int connection,
            long nanoTime,
            List<String> head,
            AtomicReference<JsonNode> parsed) {

        public JsonNode json() {
            try {
                if (parsed.get() == null) {
                    parsed.set(JSON.readTree(body));
                }
                return parsed.get();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final ServerSocket server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Answer answer = Answer.status(200);
    private final Security security;
    private int connections;
    private int mostOpen;

    /** What a connection becomes before a request is read from it. */
    private interface Security {
        Socket secure(Socket socket) throws IOException;
    }

    private Receiver(int port, Security security) {
        this.security = security;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon("receiver", this::accept);
    }

    /** @return a receiver on a free port that answers 200 */
    public static Receiver start() {
        return new Receiver(0, socket -> socket);
    }

    /** @return a receiver on a port of the test's choice, for one that comes back */
    public static Receiver startOn(int port) {
        return new Receiver(port, socket -> socket);
    }

    /**
     * @param tls its key, and which clients it trusts
     * @param wantsCertificate whether a client has to show one
     * @param protocols what it speaks; all that it can if there are none
     * @return a receiver that is reached by https
     */
    public static Receiver startTls(SSLContext tls, boolean wantsCertificate, String... protocols) {
        return new Receiver(0, socket -> {
            SSLSocket secure = (SSLSocket) tls.getSocketFactory()
                    .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), false);
            secure.setUseClientMode(false);
            secure.setNeedClientAuth(wantsCertificate);
            if (protocols.length > 0) {
                secure.setEnabledProtocols(protocols);
            }
            secure.startHandshake();
            return secure;
        });
    }

    /** Answers this way from the next request on. */
    public Receiver answering(Answer script) {
        answer = script;
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** @return the URI with a path and a query, such as {@code /states?key=a%2Bb} */
    public String uri(String target) {
        return "http://127.0.0.1:" + port() + target;
    }

    /** @return the same for https */
    public String tlsUri(String target) {
        return "https://127.0.0.1:" + port() + target;
    }

    /** @return all requests so far, in the order in which they were read to their end */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** @return the requests about one campaign group so far, in their order */
    public List<JsonNode> about(String campaignGroupDbid) {
        return requests.stream()
                .map(Request::json)
                .filter(json -> json.path("GSW_CAMPAIGN_GROUP_DBID").asText().equals(campaignGroupDbid))
                .toList();
    }

    public synchronized int connections() {
        return connections;
    }

    /** @return how many connections are open now */
    public int open() {
        return open.size();
    }

    /** @return how many connections were open at the same time, at the most */
    public synchronized int mostOpen() {
        return mostOpen;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                int number;
                synchronized (this) {
                    number = ++connections;
                    mostOpen = Math.max(mostOpen, open.size());
                }
                daemon("receiver connection " + number, () -> serve(socket, number));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket plain, int number) {
        try (plain) {
            Socket socket;
            try {
                socket = security.secure(plain);
            } catch (IOException e) {
                drain(plain);
                return;
            }
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean keep = true;
            while (keep) {
                Answer now = answer;
                if (!now.beforeReading(socket)) {
                    return;
                }
                Request request = read(in, number);
                if (request == null) {
                    return;
                }
                requests.add(request);
                keep = answer.answer(socket, request);
            }
        } catch (IOException e) {
            // the program has closed the connection
        } finally {
            open.remove(plain);
        }
    }

    /** What nobody has read when a connection is closed turns the close into a reset, and the alert is lost. */
    private static void drain(Socket plain) throws IOException {
        plain.shutdownOutput();
        plain.getInputStream().readAllBytes();
    }

    private static Request read(InputStream in, int connection) throws IOException {
        String requestLine = line(in);
        if (requestLine == null) {
            return null;
        }
        List<String> head = new ArrayList<>(List.of(requestLine));
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            head.add(header);
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] words = requestLine.split(" ");
        return new Request(
                words[0], words[1], headers, body, connection, System.nanoTime(), head, new AtomicReference<>());
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
