package org.campaignstatus.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.Timeout;

/**
 * Opens connections. The addresses of a host are tried one after the other and share the time of the request. By default the
 * client gives all of it to the first address, even if that is dead. Thread-safe.
 */
final class ReceiverConnector extends DefaultHttpClientConnectionOperator {

    /** How long an address that has failed is tried after the others of its host. */
    private static final Duration AVOIDED = Duration.ofMinutes(1);

    private static final String DEADLINE = "org.campaignstatus.deadline";

    private final DnsResolver names;
    private final Map<InetSocketAddress, Long> failures = new ConcurrentHashMap<>();

    ReceiverConnector(TlsSocketStrategy tls, DnsResolver names) {
        super(
                socksProxy -> SocketChannel.open().socket(),
                DefaultSchemePortResolver.INSTANCE,
                names,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register(URIScheme.HTTPS.id, tls)
                        .build());
        this.names = names;
    }

    /** Sets the time of a request, opening a connection included. */
    static void limit(HttpContext context, Duration timeout) {
        context.setAttribute(DEADLINE, System.nanoTime() + timeout.toNanos());
    }

    /**
     * @throws SocketTimeoutException if the time of the request is over
     * @throws IOException the failure of the last address, if all have failed
     */
    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            NamedEndpoint name,
            Path unixDomainSocket,
            InetSocketAddress local,
            Timeout ignored,
            SocketConfig socketConfig,
            Object tlsConfig,
            HttpContext context)
            throws IOException {
        List<InetSocketAddress> addresses = addresses(host);
        for (int left = addresses.size(); left > 0; left--) {
            InetSocketAddress address = addresses.get(addresses.size() - left);
            HttpHost one = new HttpHost(host.getSchemeName(), address.getAddress(), host.getHostName(), host.getPort());
            Timeout share = share(context, left);
            try {
                super.connect(connection, one, name, null, local, share, socketConfig, tlsConfig, context);
                failures.remove(address);
                return;
            } catch (IOException e) {
                failures.put(address, System.nanoTime());
                if (left == 1) {
                    throw e;
                }
            }
        }
    }

    /** @return the host's addresses, those that failed recently behind the others */
    private List<InetSocketAddress> addresses(HttpHost host) throws IOException {
        int port = DefaultSchemePortResolver.INSTANCE.resolve(host);
        List<InetSocketAddress> addresses = new ArrayList<>(names.resolve(host.getHostName(), port));
        long now = System.nanoTime();
        failures.values().removeIf(failure -> now - failure > AVOIDED.toNanos());
        addresses.sort(Comparator.comparing(failures::containsKey));
        return addresses;
    }

    private static Timeout share(HttpContext context, int addresses) throws SocketTimeoutException {
        long left = (long) context.getAttribute(DEADLINE) - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("no time left for a connection");
        }
        return Timeout.ofMilliseconds(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left / addresses)));
    }
}
