package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.campaignstatus.harness.EchoProtocol;
import org.campaignstatus.harness.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded broker speaks is not decided by what happens to be on the class path. */
final class ProtocolsTest {

    @Test
    void aProtocolThatIsOnTheClassPathIsNotSpoken(@TempDir Path jar, @TempDir Path data) throws Exception {
        int port = Ports.free();
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(EchoProtocol.classLoader(jar));
        try {
            EmbeddedBroker broker = new EmbeddedBroker(data, port, "", "");
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write((EchoProtocol.NAME + " hello").getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();

                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .doesNotContain(EchoProtocol.NAME);
            } finally {
                broker.stop();
            }
        } finally {
            Thread.currentThread().setContextClassLoader(own);
        }
    }
}
