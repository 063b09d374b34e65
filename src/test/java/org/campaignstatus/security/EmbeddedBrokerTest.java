package org.campaignstatus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CheckFailoverMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.WebSocketRelay;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded broker with a user: whom it lets in, from where, and in which language. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EmbeddedBrokerTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final String USER = "dialer";
    private static final String PASSWORD = "hush-hush";

    private final Receiver receiver = Receiver.start();
    private Program program;
    private int port;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .with("statistics.jms.enabled", "true")
                .with("jms.username", USER)
                .with("jms.password", PASSWORD)
                .configuredBy(Configured.campaignGroups().with(1).json())
                .start();
        port = Integer.parseInt(program.setting("camel.beans.connectionFactory.port"));
    }

    @AfterAll
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void theUserIsLetInAndThisProcessIsThatUser() throws Exception {
        int before = receiver.requests().size();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url(), USER, PASSWORD);
                Broker client = Broker.connect(factory)) {
            client.send(QUEUE, event("loaded", 1));
            client.send(QUEUE, "no event");

            await().until(() -> receiver.requests().size() == before + 1);
            assertThat(client.receive(QUEUE + ".failed")).isEqualTo("no event");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dialer, wrong",
        "dialer, ''",
        "somebody, hush-hush",
        "'', ''",
        "admin, admin",
        "ACTIVEMQ.CLUSTER.ADMIN.USER, CHANGE ME!!"
    })
    void nobodyElseIsLetIn(String user, String password) {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url(), user, password)) {
            assertThatThrownBy(factory::createConnection).isInstanceOf(JMSSecurityException.class);
        }
    }

    @Test
    void nobodyIsLetInWithoutAName() {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url())) {
            assertThatThrownBy(factory::createConnection).isInstanceOf(JMSSecurityException.class);
        }
    }

    /** The broker would create a queue, on the address of the events for example, for whoever says hello. */
    @Test
    void nobodyCreatesAQueueWithoutASession() throws Exception {
        SimpleString queue = SimpleString.of("of.nobody");
        try (ServerLocator locator = ActiveMQClient.createServerLocator(url()).setReconnectAttempts(0);
                ClientSessionFactory stranger = locator.createSessionFactory();
                ClientSessionFactory known = locator.createSessionFactory();
                ClientSession session = known.createSession(USER, PASSWORD, false, true, true, false, 1)) {
            Channel channel = ((CoreRemotingConnection) stranger.getConnection()).getChannel(1, -1);

            channel.send(new CreateQueueMessage(SimpleString.of(QUEUE), queue, null, true, false, false));
            assertThatThrownBy(() -> channel.sendBlocking(
                            new CheckFailoverMessage("nobody"), PacketImpl.CHECK_FOR_FAILOVER_REPLY))
                    .isInstanceOf(ActiveMQException.class);
            assertThat(session.queueQuery(queue).isExists()).isFalse();
        }
    }

    /** CVE-2026-57967: whoever knew the name of a session got it handed over without showing who he is. */
    @Test
    void cve_2026_57967_aSessionIsNotHandedOver() throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(url())
                        .setConfirmationWindowSize(1024)
                        .setReconnectAttempts(0);
                ClientSessionFactory owner = locator.createSessionFactory();
                ClientSession session = owner.createSession(USER, PASSWORD, false, true, true, false, 1);
                ClientSessionFactory thief = locator.createSessionFactory()) {
            CoreRemotingConnection connection = (CoreRemotingConnection) thief.getConnection();
            String name = ((ClientSessionInternal) session).getName();

            assertThatThrownBy(() -> connection
                            .getChannel(1, -1)
                            .sendBlocking(new ReattachSessionMessage(name, 0), PacketImpl.REATTACH_SESSION_RESP))
                    .isInstanceOf(ActiveMQException.class);
            assertThat(session.queueQuery(SimpleString.of(QUEUE)).isExists()).isTrue();
        }
    }

    /** STOMP, AMQP, MQTT, OpenWire and HTTP: the beginning of each. None of them is on the class path. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOMP\naccept-version:1.2\nlogin:dialer\npasscode:hush-hush\n\n\u0000",
                "AMQP\u0003\u0001\u0000\u0000",
                "\u0010\u000c\u0000\u0004MQTT\u0004\u0000\u0000\u003c\u0000\u0000",
                "\u0000\u0000\u0000\u0010\u0001ActiveMQ\u0000\u0000\u0000\u000c",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            })
    void noOtherProtocolIsSpoken(String beginning) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("CONNECTED", "AMQP", "ActiveMQ", "HTTP/1.1 200", "HTTP/1.1 101");
        }
    }

    /** The broker would speak Core in the bodies of POSTs, which any page in a browser on this machine can send. */
    @Test
    void coreIsNotSpokenByWayOfHttp() {
        try (ActiveMQConnectionFactory factory =
                new ActiveMQConnectionFactory(url() + "?httpEnabled=true&callTimeout=30000", USER, PASSWORD)) {
            assertThatThrownBy(factory::createConnection).isInstanceOf(JMSException.class);
        }
    }

    /** And in the frames of a WebSocket, which no browser asks anybody for before it opens one to another host. */
    @Test
    void coreIsNotSpokenByWayOfAWebSocket() {
        try (WebSocketRelay relay = WebSocketRelay.to(port);
                ActiveMQConnectionFactory factory =
                        new ActiveMQConnectionFactory("tcp://127.0.0.1:" + relay.port(), USER, PASSWORD)) {
            assertThatThrownBy(factory::createConnection).isInstanceOf(JMSException.class);
        }
    }

    @Test
    void nobodyIsHeardButOnTheLoopbackInterface() throws Exception {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .toList();
        // a second address of the loopback interface is one that the broker was not told to listen on, on any machine
        assertRejected(InetAddress.getByName("127.0.0.2"));
        for (InetAddress other : others) {
            assertRejected(other);
        }
    }

    private void assertRejected(InetAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), 30_000))
                    .isInstanceOf(ConnectException.class);
        }
    }

    private String url() {
        return "tcp://127.0.0.1:" + port;
    }
}
