package org.campaignstatus.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to Apache ActiveMQ Artemis: to the broker at a URL, or to an embedded one, which starts with the first
 * connection. Made from properties, so that another vendor's factory can replace it. Thread-safe once its properties are set.
 */
public final class ArtemisConnectionFactory implements ConnectionFactory {

    /** In place of a URL: the broker in this process. */
    public static final String EMBEDDED = "embedded";

    private static final Logger LOG = LoggerFactory.getLogger(ArtemisConnectionFactory.class);

    private String brokerUrl = EMBEDDED;
    private String username = "";
    private String password = "";
    private String dataDirectory = "data/broker";
    private int port = 61616;
    private volatile EmbeddedBroker broker;
    private ActiveMQConnectionFactory client;

    public void setBrokerUrl(String brokerUrl) {
        this.brokerUrl = brokerUrl;
    }

    /** @param username if it is not empty, the only one whom the embedded broker admits */
    public void setUsername(String username) {
        this.username = username;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public void setDataDirectory(String dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    /** @param port of the embedded broker on 127.0.0.1, for other clients */
    public void setPort(int port) {
        this.port = port;
    }

    public boolean isEmbedded() {
        return brokerUrl.equals(EMBEDDED);
    }

    /** Connects to the embedded broker of the running program, in place of starting one. To be called before the first use. */
    public void useRunningBroker() {
        if (isEmbedded()) {
            brokerUrl = "tcp://" + EmbeddedBroker.HOST + ":" + port;
        }
    }

    /**
     * Starts the embedded broker, if it is configured and does not run yet.
     *
     * @throws JMSException if it cannot start, or if the URL is invalid; a remote broker may be down
     */
    public synchronized void start() throws JMSException {
        if (client != null) {
            return;
        }
        if (isEmbedded()) {
            startEmbeddedBroker();
        }
        try {
            client = new ActiveMQConnectionFactory(isEmbedded() ? EmbeddedBroker.IN_PROCESS_URL : brokerUrl);
            // deserializing an object can run any code
            client.setDeserializationDenyList("*");
        } catch (RuntimeException e) {
            throw failure(
                    "jms.broker-url is '" + brokerUrl.replaceFirst("\\?.*", "?***") + "', allowed is " + EMBEDDED
                            + " or an Artemis URL, for example tcp://broker.example.com:61616",
                    e);
        }
    }

    /** @return the number of messages of a queue of the embedded broker; empty for a remote one, or if there is no such queue */
    public OptionalLong messages(String queue) {
        EmbeddedBroker started = broker;
        Queue found = started == null ? null : started.server().locateQueue(SimpleString.of(queue));
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.getMessageCount());
    }

    private void startEmbeddedBroker() throws JMSException {
        try {
            broker = new EmbeddedBroker(Path.of(dataDirectory), port, username, password);
        } catch (Exception e) {
            throw failure(
                    "jms.broker-url is embedded, and the broker cannot start on 127.0.0.1:" + port
                            + " with its data in " + dataDirectory + ": " + e.getMessage(),
                    e);
        }
    }

    /** @return why the embedded broker accepts no messages; empty if it does */
    public Optional<String> problem() {
        EmbeddedBroker running = broker;
        return running == null ? Optional.empty() : running.problem();
    }

    private static JMSException failure(String message, Exception cause) {
        JMSException failure = new JMSException(message);
        failure.initCause(cause);
        return failure;
    }

    private synchronized ActiveMQConnectionFactory client() throws JMSException {
        start();
        return client;
    }

    @Override
    public Connection createConnection() throws JMSException {
        return username.isEmpty() ? client().createConnection() : client().createConnection(username, password);
    }

    @Override
    public Connection createConnection(String user, String secret) throws JMSException {
        return client().createConnection(user, secret);
    }

    @Override
    public JMSContext createContext() {
        throw unsupported();
    }

    @Override
    public JMSContext createContext(String user, String secret) {
        throw unsupported();
    }

    @Override
    public JMSContext createContext(String user, String secret, int sessionMode) {
        throw unsupported();
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("only connections are made here, no contexts");
    }

    public synchronized void stop() {
        try {
            if (client != null) {
                client.close();
            }
            if (broker != null) {
                broker.stop();
            }
        } catch (Exception e) {
            LOG.warn("The embedded broker did not stop cleanly: {}", e.toString());
        }
        client = null;
        broker = null;
    }
}
