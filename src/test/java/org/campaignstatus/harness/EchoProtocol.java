package org.campaignstatus.harness;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.BaseInterceptor;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.AbstractProtocolManagerFactory;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManagerFactory;

/** A protocol that a broker finds on its class path, as it would find STOMP there: who says ECHO is answered ECHO. */
@SuppressWarnings("rawtypes") // as the broker has them
public final class EchoProtocol extends AbstractProtocolManagerFactory<Interceptor> {

    public static final String NAME = "ECHO";

    /** @return a class loader that has it beside all that this thread's has */
    public static ClassLoader classLoader(Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(ProtocolManagerFactory.class.getName()), EchoProtocol.class.getName());
        return new URLClassLoader(
                new URL[] {url(folder)}, Thread.currentThread().getContextClassLoader());
    }

    private static URL url(Path folder) throws MalformedURLException {
        return folder.toUri().toURL();
    }

    @Override
    public ProtocolManager<?, ?> createProtocolManager(
            ActiveMQServer server,
            Map<String, Object> parameters,
            List<BaseInterceptor> incoming,
            List<BaseInterceptor> outgoing) {
        return (ProtocolManager<?, ?>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ProtocolManager.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isProtocol" -> new String((byte[]) arguments[0], StandardCharsets.US_ASCII).startsWith(NAME);
                    // before the handshake, which would need a connection of the protocol's own
                    case "addChannelHandlers" -> {
                        ((ChannelPipeline) arguments[0])
                                .channel()
                                .writeAndFlush(Unpooled.copiedBuffer(NAME, StandardCharsets.US_ASCII));
                        yield null;
                    }
                    case "acceptsNoHandshake" -> false;
                    case "websocketSubprotocolIdentifiers" -> List.of();
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> null;
                });
    }

    @Override
    public List<Interceptor> filterInterceptors(List<BaseInterceptor> interceptors) {
        return List.of();
    }

    @Override
    public String[] getProtocols() {
        return new String[] {NAME};
    }

    @Override
    public String getModuleName() {
        return "test";
    }
}
