package org.campaignstatus.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of a connection before a request is written to it. */
final class ReceiverConnectionTest {

    private static final Duration MAX_AGE = Duration.ofMinutes(1);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    private final AtomicLong nanoTime = new AtomicLong(-5);
    private ServerSocket server;
    private Socket socket;
    private Socket receiver;
    private ReceiverConnection connection;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        connection = new ReceiverConnection(MAX_AGE, nanoTime::get);
        socket = SocketChannel.open(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()))
                .socket();
        receiver = server.accept();
        connection.bind(socket);
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        receiver.close();
        server.close();
    }

    @Test
    void aConnectionThatTheAnswerLeftEmptyIsUsedAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            answer(ANSWER);

            assertThat(connection.isStale()).isFalse();
        }
    }

    @Test
    void theEndOfTheConnectionIsSeen() throws Exception {
        answer(ANSWER);
        receiver.shutdownOutput();

        await().until(connection::isStale);
    }

    @Test
    void aResetIsSeen() throws Exception {
        answer(ANSWER);
        receiver.setSoLinger(true, 0);
        receiver.close();

        await().ignoreExceptionsInstanceOf(IOException.class).until(this::isStaleOrBroken);
    }

    /** The pool takes an exception for stale. */
    private boolean isStaleOrBroken() {
        try {
            return connection.isStale();
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void anAnswerThatNobodyAskedForIsSeen() throws Exception {
        answer(ANSWER);
        receiver.getOutputStream().write("HTTP/1.1 408 Request Timeout\r\n\r\n".getBytes(ISO_8859_1));

        await().until(connection::isStale);
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 200 OK", "HTTP/1.1 503 Whatever", "x"})
    void whatCameTogetherWithTheAnswerIsSeen(String surplus) throws Exception {
        answer(ANSWER + surplus);

        assertThat(connection.isStale()).isTrue();
    }

    @Test
    void theEndRightBehindTheFirstAnswerIsWaitedFor() throws Exception {
        answer(ANSWER);
        Thread closing = new Thread(() -> {
            try {
                receiver.shutdownOutput();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        closing.start();
        closing.join();

        assertThat(connection.isStale()).isTrue();
    }

    @Test
    void aConnectionThatWasIdleForLongIsNotUsed() throws Exception {
        answer(ANSWER);
        nanoTime.addAndGet(ReceiverConnection.MAX_IDLE.toNanos());
        assertThat(connection.isStale()).isFalse();

        nanoTime.incrementAndGet();
        assertThat(connection.isStale()).isTrue();
    }

    @Test
    void aConnectionThatIsNeverIdleForLongHasALongestLife() throws Exception {
        for (long age = 0; age < MAX_AGE.toMillis(); age += 500) {
            answer(ANSWER);
            nanoTime.addAndGet(Duration.ofMillis(500).toNanos());
            assertThat(connection.isStale()).isFalse();
        }
        nanoTime.incrementAndGet();

        assertThat(connection.isStale()).isTrue();
    }

    @Test
    void aSocketThatComesTooLateIsClosed() throws Exception {
        connection.close(CloseMode.IMMEDIATE);
        try (SocketChannel late = SocketChannel.open()) {
            assertThatIOException().isThrownBy(() -> connection.bind(late.socket()));

            assertThat(late.isOpen()).isFalse();
        }
    }

    /** The receiver sends this, and the client reads one answer of it. */
    private void answer(String bytes) throws Exception {
        receiver.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        var answer = connection.receiveResponseHeader();
        connection.receiveResponseEntity(answer);
        EntityUtils.consume(answer.getEntity());
        connection.passivate();
    }
}
