package org.campaignstatus.harness;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A connection factory of which the program knows no more than the JMS API says, in the place of its own. */
public final class AnotherVendorsFactory implements ConnectionFactory {

    private final ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory();
    private String username;
    private String password;

    public void setBrokerUrl(String url) throws JMSException {
        factory.setBrokerURL(url);
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    /** Of no use here, but set by the harness. */
    public void setDataDirectory(String none) {}

    /** Likewise. */
    public void setPort(int none) {}

    @Override
    public Connection createConnection() throws JMSException {
        return createConnection(username, password);
    }

    @Override
    public Connection createConnection(String user, String secret) throws JMSException {
        return factory.createConnection(user, secret);
    }

    @Override
    public JMSContext createContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(String user, String secret) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(String user, String secret, int mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(int mode) {
        throw new UnsupportedOperationException();
    }
}
