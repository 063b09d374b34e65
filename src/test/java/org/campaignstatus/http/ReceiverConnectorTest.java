package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which address of a host a connection goes to, and how long each is waited for. */
final class ReceiverConnectorTest {

    private static final InetAddress MUTE = address(2);
    private static final InetAddress GOOD = address(3);
    private static final InetAddress CLOSED = address(4);
    private static final Duration TIME = Duration.ofSeconds(2);

    private final List<SocketChannel> waiting = new ArrayList<>();
    private List<InetAddress> addresses;
    private ServerSocket good;
    private ServerSocket mute;

    private final ReceiverConnector connector = new ReceiverConnector(
            (socket, target, port, attachment, context) -> {
                throw new IOException("no TLS here");
            },
            new SystemDefaultDnsResolver() {
                @Override
                public InetAddress[] resolve(String host) {
                    return addresses.toArray(InetAddress[]::new);
                }
            });

    /** The mute server's queue is full: what nobody accepts any more is not answered at all. */
    @BeforeEach
    void listen() throws IOException {
        good = new ServerSocket(0, 50, GOOD);
        mute = new ServerSocket(good.getLocalPort(), 1, MUTE);
        for (int i = 0; i < 4; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(mute.getLocalSocketAddress());
            waiting.add(channel);
        }
    }

    @AfterEach
    void close() throws IOException {
        for (SocketChannel channel : waiting) {
            channel.close();
        }
        mute.close();
        good.close();
    }

    @Test
    void aDeadAddressLeavesTimeForTheNext() throws Exception {
        addresses = List.of(MUTE, GOOD);

        assertThat(connect(TIME)).isEqualTo(GOOD);
    }

    @Test
    void anAddressThatRejectsIsFollowedByTheNext() throws Exception {
        addresses = List.of(CLOSED, MUTE, GOOD);

        assertThat(connect(TIME)).isEqualTo(GOOD);
    }

    /** Otherwise each notification would wait for it anew. */
    @Test
    void anAddressThatFailedIsTriedBehindTheOthers() throws Exception {
        addresses = List.of(MUTE, GOOD);
        connect(TIME);
        addresses = List.of(MUTE, CLOSED, GOOD);
        connect(TIME);
        addresses = List.of(CLOSED, MUTE, GOOD);

        // half of this would be too little for a connection that nobody answers, but not for one that succeeds
        assertThat(connect(Duration.ofMinutes(10))).isEqualTo(GOOD);
    }

    @Test
    void ifNoAddressAnswersTheTimeIsUp() {
        addresses = List.of(MUTE, MUTE);

        assertThatThrownBy(() -> connect(Duration.ofMillis(50))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void ifTheTimeIsUpBeforeNoAddressIsTried() {
        addresses = List.of(GOOD);

        assertThatThrownBy(() -> connect(Duration.ZERO)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void theLastAddressSaysWhatIsWrong() {
        addresses = List.of(MUTE, CLOSED);

        assertThatThrownBy(() -> connect(TIME)).isInstanceOf(ConnectException.class);
    }

    private InetAddress connect(Duration most) throws Exception {
        HttpClientContext context = HttpClientContext.create();
        ReceiverConnector.limit(context, most);
        try (ReceiverConnection connection = new ReceiverConnection(Duration.ofMinutes(1), System::nanoTime)) {
            connector.connect(
                    connection,
                    new HttpHost("http", "reports.example.com", good.getLocalPort()),
                    null,
                    null,
                    null,
                    Timeout.DISABLED,
                    SocketConfig.DEFAULT,
                    null,
                    context);
            try (Socket accepted = good.accept()) {
                return accepted.getLocalAddress();
            }
        }
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
