package org.campaignstatus.settings;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A TCP port to listen on, 1 to 65535. It is tried before a server starts, because servers log a stack trace if it is taken,
 * and some go on without it.
 */
public record ListeningPort(String host, int port) {

    private static final Setting<Integer> MANAGEMENT_PORT =
            new Setting<>("camel.management.port", "9876", "1 to 65535", text -> SettingKeys.integer(text, 1, 65_535));

    /** @return where the input by HTTP listens, if it is on */
    public static ListeningPort ofIngest(Settings settings) {
        return new ListeningPort(settings.get(SettingKeys.INGEST_HOST), settings.get(SettingKeys.INGEST_PORT));
    }

    /**
     * @param resolve from a text with placeholders of keys to one with their values
     * @return where Camel's management server listens, with Camel's defaults; empty if it is off
     * @throws InvalidSettingException if its port is no port
     */
    public static Optional<ListeningPort> ofManagement(UnaryOperator<String> resolve) {
        return resolve.apply("{{camel.management.enabled:false}}").equals("true")
                ? Optional.of(new ListeningPort(
                        resolve.apply("{{camel.management.host:0.0.0.0}}"), managementPort(resolve, "the settings")))
                : Optional.empty();
    }

    /**
     * @param resolve as for {@link #ofManagement}
     * @param source where the settings stand, for the message
     * @throws InvalidSettingException if the management port is no port
     */
    public static int managementPort(UnaryOperator<String> resolve, String source) {
        return MANAGEMENT_PORT.parse(
                resolve.apply("{{" + MANAGEMENT_PORT + ":" + MANAGEMENT_PORT.defaultText() + "}}"), source);
    }

    /** @throws IOException if nobody can listen there; the message does not name the port */
    public void check() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        }
    }

    /** @return host and port as in a URL, with an address of IPv6 in brackets */
    @Override
    public String toString() {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }
}
