package org.campaignstatus.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.client5.http.impl.io.LenientHttpResponseParser;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultClassicHttpResponseFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.io.CloseMode;

/**
 * A connection to a receiver that checks, right before it is used again, whether the receiver has closed it. The client's
 * own check waits a millisecond for the socket; this one does not wait. One thread uses it at a time; any thread may close
 * it.
 */
final class ReceiverConnection extends DefaultManagedHttpClientConnection {

    /**
     * Servers close connections that were idle for some whole number of seconds, and a request that crosses their FIN on the
     * network is interrupted. Half of the shortest such time leaves the other half for the network and for busy machines.
     */
    static final Duration MAX_IDLE = Duration.ofMillis(500);

    /**
     * The pause after a connection's first answer: a server that closes each connection without announcing it does so within
     * that time. After later answers there is none.
     */
    private static final Duration FIRST_REST = Duration.ofMillis(20);

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final AnswerParser parser;
    private final long maxAge;
    private final LongSupplier nanoTime;
    private final long opened;
    private long idleSince;
    private int uses;
    private volatile boolean closed;

    /**
     * @param maxAge how long it may be used after it was opened
     * @param nanoTime a monotonic clock
     */
    ReceiverConnection(Duration maxAge, LongSupplier nanoTime) {
        this(new AnswerParser(), maxAge, nanoTime);
    }

    private ReceiverConnection(AnswerParser parser, Duration maxAge, LongSupplier nanoTime) {
        super(
                "receiver-connection-" + NUMBERS.incrementAndGet(),
                null,
                null,
                null,
                new AnswerLength(),
                null,
                null,
                configuration -> parser);
        this.parser = parser;
        this.maxAge = maxAge.toNanos();
        this.nanoTime = nanoTime;
        this.opened = nanoTime.getAsLong();
        this.idleSince = opened;
    }

    /** Sends nothing. */
    @Override
    public boolean isStale() throws IOException {
        long now = nanoTime.getAsLong();
        long idle = now - idleSince;
        if (!isOpen() || now - opened > maxAge || idle > MAX_IDLE.toNanos()) {
            return true;
        }
        return hasEndedOrHoldsBytes(uses == 1 ? FIRST_REST.toNanos() - idle : 0);
    }

    /**
     * Anything readable after the whole answer is the end of the connection, or an unsolicited answer that would be taken for
     * that of the next request. TLS session tickets come ahead of the first answer and are read with it.
     */
    private boolean hasEndedOrHoldsBytes(long waitNanos) throws IOException {
        SocketHolder holder = getSocketHolder();
        SSLSocket tls = holder.getSSLSocket();
        return parser.holdsBytes()
                || tls != null && tls.getInputStream().available() > 0
                || isReadable(holder.getBaseSocket().getChannel())
                || waitNanos > 0 && isReadableWithin(waitNanos, holder.getBaseSocket());
    }

    private static boolean isReadable(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(ByteBuffer.allocate(1)) != 0;
        } finally {
            channel.configureBlocking(true);
        }
    }

    private static boolean isReadableWithin(long nanos, Socket socket) throws IOException {
        socket.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        try {
            socket.getInputStream().read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    @Override
    public void passivate() {
        super.passivate();
        uses++;
        idleSince = nanoTime.getAsLong();
    }

    @Override
    public void bind(Socket socket) throws IOException {
        super.bind(socket);
        closeIfTooLate(socket);
    }

    @Override
    public void bind(SSLSocket tls, Socket socket) throws IOException {
        super.bind(tls, socket);
        closeIfTooLate(socket);
    }

    /** A time-out may close this connection before it has a socket, which would stay open. */
    private void closeIfTooLate(Socket socket) throws IOException {
        if (closed) {
            socket.close();
            throw new IOException("the connection was closed while it was opened");
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        super.close();
    }

    @Override
    public void close(CloseMode mode) {
        closed = true;
        super.close(mode);
    }

    /** Keeps the buffer that answers are read from: it may hold bytes behind an answer. */
    private static final class AnswerParser extends LenientHttpResponseParser {

        private SessionInputBuffer buffer;

        AnswerParser() {
            super(BasicLineParser.INSTANCE, DefaultClassicHttpResponseFactory.INSTANCE, Http1Config.DEFAULT);
        }

        @Override
        public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
            this.buffer = buffer;
            try {
                return super.parse(buffer, in);
            } catch (IllegalArgumentException e) {
                // an invalid status code
                throw new HttpException("not an answer", e);
            }
        }

        boolean holdsBytes() {
            return buffer != null && buffer.length() > 0;
        }
    }
}
