package org.campaignstatus.harness;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes the first message of a TLS handshake, RFC 8446, section 4.1.2, for a test that looks what is offered there. */
public final class ClientHello implements Answer {

    private static final int SUPPORTED_VERSIONS = 43;

    private volatile byte[] message;

    @Override
    public boolean beforeReading(Socket socket) throws IOException {
        byte[] head = socket.getInputStream().readNBytes(5);
        message = socket.getInputStream().readNBytes((head[3] & 0xFF) << 8 | head[4] & 0xFF);
        return false;
    }

    @Override
    public boolean answer(Socket socket, Receiver.Request request) {
        throw new IllegalStateException("nothing was read");
    }

    public boolean hasCome() {
        return message != null;
    }

    /** @return the versions that are offered, 0x0303 for TLS 1.2 */
    public List<Integer> versions() {
        ByteBuffer hello = ByteBuffer.wrap(message).position(4 + 2 + 32);
        skip(hello, hello.get() & 0xFF);
        skip(hello, hello.getShort() & 0xFFFF);
        skip(hello, hello.get() & 0xFF);
        hello.getShort();
        List<Integer> versions = new ArrayList<>();
        while (hello.hasRemaining()) {
            int type = hello.getShort() & 0xFFFF;
            int length = hello.getShort() & 0xFFFF;
            if (type == SUPPORTED_VERSIONS) {
                for (int i = hello.get() / 2; i > 0; i--) {
                    versions.add(hello.getShort() & 0xFFFF);
                }
            } else {
                skip(hello, length);
            }
        }
        return versions;
    }

    private static void skip(ByteBuffer buffer, int bytes) {
        buffer.position(buffer.position() + bytes);
    }
}
