package org.campaignstatus.jms;

import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Closes a connection that asks for the session of an earlier one. The broker would hand it over, or end it, without
 * asking who wants it (CVE-2026-57967); a client that has lost its connection begins a new session without that.
 */
public final class NoReattachment implements Interceptor {

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        boolean reattaches = packet.getType() == PacketImpl.REATTACH_SESSION;
        if (reattaches) {
            connection.destroy();
        }
        return !reattaches;
    }
}
