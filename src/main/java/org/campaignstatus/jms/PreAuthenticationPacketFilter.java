package org.campaignstatus.jms;

import java.util.Set;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl.CHANNEL_ID;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Closes a connection that does anything but begin a session before it is authenticated. The broker itself would hand over
 * or end the session of an earlier connection (CVE-2026-57967) and create queues without authentication, and it accepts Core
 * in HTTP requests and WebSockets, which a page in any browser on this machine can send.
 */
public final class PreAuthenticationPacketFilter implements Interceptor {

    private static final Set<Byte> ALLOWED =
            Set.of(PacketImpl.CREATESESSION, PacketImpl.CREATESESSION_V2, PacketImpl.CHECK_FOR_FAILOVER);

    private static final String HTTP = "io.netty.handler.codec.http.";

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        boolean rejected = packet.getChannelID() == CHANNEL_ID.SESSION.id
                && (!ALLOWED.contains(packet.getType()) || isTunnelled(connection));
        if (rejected) {
            connection.destroy();
        }
        return !rejected;
    }

    /** A WebSocket's codec is a part of HTTP's. */
    private static boolean isTunnelled(RemotingConnection connection) {
        return connection.getTransportConnection() instanceof NettyConnection netty
                && netty.getNettyChannel().pipeline().toMap().values().stream()
                        .anyMatch(handler -> handler.getClass().getName().startsWith(HTTP));
    }
}
